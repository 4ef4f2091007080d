/**
 * Reads a formula while it is being typed: what is a reference, a function, a name; which call the caret stands in. It never
 * fails, because half a formula is what an editor mostly holds. The server's parser decides what is right. Pure.
 */

import { parseRect, splitSheet } from "../grid/rects";
import type { Name, Rect, Sheet } from "../model";

export type TokenKind =
  | "equals"
  | "number"
  | "text"
  | "ref"
  | "function"
  | "name"
  | "operator"
  | "open"
  | "close"
  | "separator"
  | "space"
  | "error";

export interface Token {
  kind: TokenKind;
  from: number;
  to: number;
  text: string;
}

const SHEET = String.raw`(?:'(?:[^']|'')+'|[A-Za-z_][\w.]*)!`;
const CORNER = String.raw`\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}`;
const REFERENCE = String.raw`(?:${SHEET})?(?:${CORNER}(?::${CORNER})?|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6})(?![\w(.!])`;

const RULES: [TokenKind, RegExp][] = [
  ["space", /\s+/y],
  ["text", /"(?:[^"\\]|""|\\.)*"?/y],
  ["ref", new RegExp(REFERENCE, "y")],
  ["number", /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ["error", /#(?:DIV\/0!|N\/A|NAME\?|[A-Z]+!)/y],
  ["function", /[A-Za-z_][\w.]*(?=\s*\()/y],
  ["name", /(?:'(?:[^']|'')+'!|[A-Za-z_][\w.]*!)?[A-Za-z_\u00c0-\uffff][\w.\u00c0-\uffff]*/y],
  ["open", /[([{]/y],
  ["close", /[)\]}]/y],
  ["separator", /[,;]/y],
  ["operator", /<>|<=|>=|==|!=|&&|\|\||\?\?|\?\.|\.\.|[-+*/^&=<>%:!?|#@.]/y],
];

/** A formula begins with "=", or with "+" or "-" before something that is no number alone. */
export function isFormula(text: string): boolean {
  return text.length > 0 && text[0] === "=";
}

/** Cuts a formula, with its "=", into tokens that cover it without gaps. */
export function tokens(text: string): Token[] {
  const out: Token[] = [];
  let at = 0;
  if (isFormula(text)) {
    out.push({ kind: "equals", from: 0, to: 1, text: "=" });
    at = 1;
  }
  while (at < text.length) {
    let kind: TokenKind = "operator";
    let to = at + 1;
    for (const [k, rule] of RULES) {
      rule.lastIndex = at;
      const m = rule.exec(text);
      if (m && m[0].length > 0) {
        kind = k;
        to = at + m[0].length;
        break;
      }
    }
    out.push({ kind, from: at, to, text: text.slice(at, to) });
    at = to;
  }
  return out;
}

/** A reference in the text of a formula; equal places have one colour, 1–8. */
export interface Reference {
  from: number;
  to: number;
  sheet: number;
  rect: Rect;
  color: number;
}

/** The references and defined names of a formula that stands on a sheet. */
export function references(text: string, sheet: number, sheets: readonly Sheet[], names: readonly Name[]): Reference[] {
  if (!isFormula(text)) return [];
  const out: Reference[] = [];
  const colors = new Map<string, number>();
  for (const t of tokens(text)) {
    let place: { sheet: number; rect: Rect } | undefined;
    if (t.kind === "ref") place = resolve(t.text, sheet, sheets);
    else if (t.kind === "name") {
      const found = names.find((n) => n.name.toLowerCase() === t.text.toLowerCase());
      if (found) place = { sheet: found.range.sheet, rect: found.range };
    }
    if (!place) continue;
    const key = [place.sheet, place.rect.top, place.rect.left, place.rect.bottom, place.rect.right].join();
    let color = colors.get(key);
    if (color === undefined) {
      color = (colors.size % 8) + 1;
      colors.set(key, color);
    }
    out.push({ from: t.from, to: t.to, ...place, color });
  }
  return out;
}

/** The place a reference means, on a known sheet; undefined otherwise. */
export function resolve(text: string, sheet: number, sheets: readonly Sheet[]): { sheet: number; rect: Rect } | undefined {
  const parts = splitSheet(text);
  const rect = parseRect(parts.rest);
  if (!rect) return undefined;
  if (parts.sheet === undefined) return { sheet, rect };
  const wanted = parts.sheet.toLowerCase();
  const found = sheets.find((s) => s.name.toLowerCase() === wanted);
  return found && { sheet: found.id, rect };
}

/** The innermost call around the caret. */
export interface Call {
  name: string;
  /** Which argument the caret is in, from 0. */
  argument: number;
  from: number;
}

export function callAt(text: string, caret: number): Call | undefined {
  if (!isFormula(text)) return undefined;
  const stack: (Call | undefined)[] = [];
  let name: Token | undefined;
  for (const t of tokens(text)) {
    if (t.from >= caret) break;
    if (t.kind === "open") stack.push(t.text === "(" && name ? { name: name.text, argument: 0, from: name.from } : undefined);
    else if (t.kind === "close" && t.to <= caret) stack.pop();
    else if (t.kind === "separator") {
      const top = stack[stack.length - 1];
      if (top) top.argument++;
    }
    if (t.kind !== "space") name = t.kind === "function" ? t : undefined;
  }
  for (let i = stack.length - 1; i >= 0; i--) if (stack[i]) return stack[i];
  return undefined;
}

/** Whether a reference may be put in at the caret: after an operator, an opening bracket or a separator. */
export function canPoint(text: string, caret: number): boolean {
  if (!isFormula(text) || caret < 1) return false;
  if (/[\w$.'"!]/.test(text[caret] ?? "")) return false;
  let before: Token | undefined;
  for (const t of tokens(text)) {
    if (t.from >= caret) break;
    if (t.kind === "text" && t.to > caret) return false;
    if (t.kind !== "space") before = t;
  }
  if (!before) return false;
  if (before.kind === "operator") return before.text !== "%" && before.text !== "." && before.text !== "#";
  return before.kind === "equals" || before.kind === "open" || before.kind === "separator";
}

/** F4: the reference at the caret goes A1 → $A$1 → A$1 → $A1 → A1. Undefined when there is none. */
export function cycleDollars(text: string, caret: number): { from: number; to: number; text: string } | undefined {
  const t = tokens(text).find((k) => k.kind === "ref" && k.from <= caret && caret <= k.to);
  if (!t) return undefined;
  const bang = t.text.lastIndexOf("!") + 1;
  const corners = t.text.slice(bang).split(":");
  const m = /^(\$?)([A-Za-z]*)(\$?)(\d*)$/.exec(corners[0]!);
  if (!m) return undefined;
  const [, first, letters, second] = m;
  let col: boolean;
  let row: boolean;
  if (letters === "" || m[4] === "") {
    const absolute = first === "" && second === "";
    col = absolute;
    row = absolute;
  } else {
    const state = (first === "" ? 0 : 2) + (second === "" ? 0 : 1);
    const next = [3, 2, 0, 1][state]!;
    col = (next & 2) !== 0;
    row = (next & 1) !== 0;
  }
  const put = (c: string) => {
    const p = /^\$?([A-Za-z]*)\$?(\d*)$/.exec(c);
    if (!p) return c;
    return (p[1] ? (col ? "$" : "") + p[1] : "") + (p[2] ? (row ? "$" : "") + p[2] : "");
  };
  return { from: t.from, to: t.to, text: t.text.slice(0, bang) + corners.map(put).join(":") };
}
