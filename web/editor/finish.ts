/** What a person means by what was typed: brackets and quotes left open are closed, quotes are straight, "+A1" and "@SUM(A1)" are formulas. Pure. */
import { closedText } from "./scan";
import { straight } from "./straight";
import { isFormula, tokens } from "./tokens";

export function finished(text: string, decimal = "."): string {
  let t = straight(text).text;
  // As in Lotus 1-2-3, and so in Excel.
  if (/^@[A-Za-z][\w.]*\(/.test(t)) t = `=${t.slice(1)}`;
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
