/** What a person means by what was typed: brackets and quotes left open are closed, "+A1" is a formula. Pure. */
import { closedText } from "./scan";
import { isFormula, tokens } from "./tokens";

export function finished(text: string, decimal = "."): string {
  let t = text;
  if (/^[+-][A-Za-z$('"]/.test(t) && tokens(`=${t}`, decimal).some((k) => k.kind === "ref" || k.kind === "function")) t = `=${t}`;
  if (!isFormula(t) || t === "=") return t;
  const open: string[] = [];
  const list = tokens(t, decimal);
  for (const k of list) {
    if (k.kind === "open") open.push(k.text);
    else if (k.kind === "close") open.pop();
  }
  const last = list[list.length - 1];
  if (last?.kind === "text" && !closedText(last.text)) t += last.text[0];
  const pairs: Record<string, string> = { "(": ")", "[": "]", "{": "}" };
  return (
    t +
    open
      .reverse()
      .map((b) => pairs[b])
      .join("")
  );
}
