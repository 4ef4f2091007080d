/** A small palette of colours for text and fill. */
import { el, floor } from "../grid/dom";

const ROWS: [string, string][][] = [
  [
    ["Black", "#1b2428"],
    ["Gray", "#5c676c"],
    ["Red", "#b3261e"],
    ["Orange", "#a8470c"],
    ["Gold", "#7a5a00"],
    ["Green", "#1c6e46"],
    ["Teal", "#0a6675"],
    ["Blue", "#1f5fc9"],
    ["Purple", "#7b3fb5"],
    ["Pink", "#a3226f"],
  ],
  [
    ["White", "#ffffff"],
    ["Light gray", "#e6e4df"],
    ["Light red", "#fbdcd8"],
    ["Light orange", "#fde3cd"],
    ["Light gold", "#faedb8"],
    ["Light green", "#d6efdf"],
    ["Light teal", "#d2ebee"],
    ["Light blue", "#d9e7fb"],
    ["Light purple", "#eadff6"],
    ["Light pink", "#f9dcec"],
  ],
];

/** Opens the palette under a button; undefined is no colour. */
export function openPalette(button: HTMLElement, label: string, now: string | undefined, pick: (color: string | undefined) => void): void {
  document.querySelector(".palette")?.remove();
  const box = el("div", { class: "palette", role: "dialog", "aria-label": label, "data-keeps-edit": true });
  const shut = () => {
    box.remove();
    removeEventListener("pointerdown", outside, true);
  };
  const outside = (e: Event) => {
    if (!box.contains(e.target as Node)) shut();
  };
  const take = (c: string | undefined) => {
    shut();
    button.focus();
    pick(c);
  };
  const none = el("button", { type: "button", class: "palette-none" }, "None");
  none.addEventListener("click", () => take(undefined));
  box.append(none);
  for (const row of ROWS) {
    const line = el("div", { class: "palette-row" });
    for (const [name, color] of row) {
      const b = el("button", {
        type: "button",
        class: "palette-color",
        "aria-label": name,
        title: name,
        "aria-pressed": String(color === now),
      });
      b.style.backgroundColor = color;
      b.addEventListener("click", () => take(color));
      line.append(b);
    }
    box.append(line);
  }
  const own = el("input", { type: "color", value: now ?? "#0a6675", "aria-label": "Another color" });
  own.addEventListener("change", () => take(own.value));
  box.append(el("label", { class: "palette-own" }, own, "Another color"));
  box.addEventListener("keydown", (e) => {
    const all = [...box.querySelectorAll<HTMLElement>("button, input")];
    const i = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowRight: i + 1, ArrowLeft: i - 1, ArrowDown: i === 0 ? 1 : i + 10, ArrowUp: i - 10 }[e.key];
    if (e.key === "Escape") {
      shut();
      button.focus();
    } else if (to !== undefined) all[Math.min(Math.max(to, 0), all.length - 1)]?.focus();
    else return;
    e.preventDefault();
    e.stopPropagation();
  });
  floor().append(box);
  const at = button.getBoundingClientRect();
  box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - box.offsetWidth - 8))}px`;
  box.style.top = `${at.bottom + 4}px`;
  addEventListener("pointerdown", outside, true);
  none.focus();
}
