/** The name by which others see one: chosen, or one that came by chance and stays in this browser. */
const KEPT = "freshet-name";

const FIRST = "Quiet Bright Swift Gentle Amber Silver Coral Misty Sunny Clever Merry Calm Bold Mossy Rainy Golden".split(" ");
const LAST = "Heron Otter Trout Kingfisher Dipper Salmon Willow Reed Pebble Lark Beaver Swan Minnow Curlew Newt Alder".split(" ");

export function personName(): string {
  let name = read();
  if (name === "") {
    name = `${any(FIRST)} ${any(LAST)}`;
    keepName(name);
  }
  return name;
}

export function keepName(name: string): void {
  try {
    localStorage.setItem(KEPT, name.trim().slice(0, 60));
  } catch {
    // Where storage is forbidden the name lasts as long as the page.
  }
}

function read(): string {
  try {
    return localStorage.getItem(KEPT) ?? "";
  } catch {
    return "";
  }
}

function any(words: readonly string[]): string {
  return words[Math.floor(Math.random() * words.length)]!;
}
