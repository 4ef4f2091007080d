/**
 * Reads a formula while it is being typed: what is a reference, a function, a name; which call the caret stands in. It never
 * fails, because half a formula is what an editor mostly holds. The server's parser decides what is right. Pure.
 */

import { isSingle, parseRect, splitSheet } from "../grid/rects";
import type { Name, Rect, Sheet } from "../model";
import { Outline } from "./outline";
import { type Raw, scan } from "./scan";

export type TokenKind =
  | "equals"
  | "number"
  | "text"
  | "ref"
  | "function"
  | "name"
  | "local"
  | "keyword"
  | "constant"
  | "field"
  | "operator"
  | "open"
  | "close"
  | "separator"
  | "sequence"
  | "space"
  | "comment"
  | "error";

export interface Token {
  kind: TokenKind;
  from: number;
  to: number;
  text: string;
}

/** A formula begins with "=". */
export function isFormula(text: string): boolean {
  return text.length > 0 && text[0] === "=";
}

/** Cuts a formula, with its "=", into tokens that cover it without gaps. The decimal sign is that of the book's locale. */
export function tokens(text: string, decimal = "."): Token[] {
  if (!isFormula(text)) return text === "" ? [] : [{ kind: "text", from: 0, to: text.length, text }];
  const raw = scan(text, decimal);
  const { roles } = new Outline(text, raw);
  const out: Token[] = [];
  raw.forEach((t, i) => {
    const role = roles[i];
    if (role === "gone") {
      const last = out[out.length - 1]!;
      last.to = t.to;
      last.text = text.slice(last.from, t.to);
      return;
    }
    out.push({ kind: kindOf(t, role), from: t.from, to: t.to, text: text.slice(t.from, t.to) });
  });
  return out;
}

function kindOf(t: Raw, role: Outline["roles"][number]): TokenKind {
  switch (role) {
    case "range":
      return "ref";
    case "function":
    case "name":
    case "local":
    case "keyword":
    case "constant":
    case "sequence":
      return role;
    case "key":
    case "pointer":
    case "field":
      return "field";
  }
  switch (t.kind) {
    case "cell":
      return "ref";
    case "word":
    case "half":
      return "name";
    case "colon":
    case "query":
    case "hash":
      return "operator";
  }
  return t.kind;
}

/** A reference in the text of a formula; equal places have one colour, 1–8. */
export interface Reference {
  from: number;
  to: number;
  sheet: number;
  rect: Rect;
  color: number;
  /** A1#: what spills from the cell, too; the # stands behind `to`. */
  spill: boolean;
}

/** The references and defined names of a formula that stands on a sheet. */
export function references(text: string, sheet: number, sheets: readonly Sheet[], names: readonly Name[], decimal = "."): Reference[] {
  if (!isFormula(text)) return [];
  const out: Reference[] = [];
  const colors = new Map<string, number>();
  const list = tokens(text, decimal);
  for (const [i, t] of list.entries()) {
    let place: { sheet: number; rect: Rect } | undefined;
    if (t.kind === "ref") place = resolve(t.text, sheet, sheets);
    else if (t.kind === "name") {
      const found = names.find((n) => n.name.toLowerCase() === t.text.toLowerCase());
      if (found) place = { sheet: found.range.sheet, rect: found.range };
    }
    if (!place) continue;
    const spill = t.kind === "ref" && isSingle(place.rect) && list[i + 1]?.text === "#";
    const key = [spill, place.sheet, place.rect.top, place.rect.left, place.rect.bottom, place.rect.right].join();
    let color = colors.get(key);
    if (color === undefined) {
      color = (colors.size % 8) + 1;
      colors.set(key, color);
    }
    out.push({ from: t.from, to: t.to, ...place, color, spill });
  }
  return out;
}

/** The place a reference means, on a known sheet; undefined otherwise. */
export function resolve(text: string, sheet: number, sheets: readonly Sheet[]): { sheet: number; rect: Rect } | undefined {
  // Sheet2!A1:Sheet2!B9 names its sheet twice.
  const twice = /^(.+!)([^!]+):\1([^!]+)$/i.exec(text);
  const parts = splitSheet(twice ? `${twice[1]}${twice[2]}:${twice[3]}` : text);
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

export function callAt(text: string, caret: number, decimal = "."): Call | undefined {
  if (!isFormula(text)) return undefined;
  const stack: (Call | undefined)[] = [];
  let name: Token | undefined;
  let piped = false;
  let before: Token | undefined;
  for (const t of tokens(text, decimal)) {
    if (t.from >= caret) break;
    if (t.kind === "open") stack.push(t.text === "(" && name ? { name: name.text, argument: piped ? 1 : 0, from: name.from } : undefined);
    else if (t.kind === "close" && t.to <= caret) stack.pop();
    else if (t.kind === "separator") {
      const top = stack[stack.length - 1];
      if (top) top.argument++;
    }
    if (t.kind === "space" || t.kind === "comment") continue;
    name = t.kind === "function" ? t : undefined;
    if (name) piped = before?.text === "|";
    before = t;
  }
  for (let i = stack.length - 1; i >= 0; i--) if (stack[i]) return stack[i];
  return undefined;
}

/** Whether a reference may be put in at the caret: after an operator, an opening bracket or a separator. */
export function canPoint(text: string, caret: number, decimal = "."): boolean {
  if (!isFormula(text) || caret < 1) return false;
  if (/[\w$.'"!]/.test(text[caret] ?? "")) return false;
  let before: Token | undefined;
  for (const t of tokens(text, decimal)) {
    if (t.from >= caret) break;
    if ((t.kind === "text" || t.kind === "comment") && t.to > caret) return false;
    if (t.kind !== "space" && t.kind !== "comment") before = t;
  }
  if (!before) return false;
  if (before.kind === "operator") return before.text !== "%" && before.text !== "." && before.text !== "#";
  return (
    before.kind === "equals" ||
    before.kind === "open" ||
    before.kind === "separator" ||
    before.kind === "sequence" ||
    before.kind === "keyword"
  );
}

/** F4: the reference at the caret goes A1 → $A$1 → A$1 → $A1 → A1. Undefined when there is none. */
export function cycleDollars(text: string, caret: number, decimal = "."): { from: number; to: number; text: string } | undefined {
  const t = tokens(text, decimal).find((k) => k.kind === "ref" && k.from <= caret && caret <= k.to);
  if (!t) return undefined;
  // A corner with the sheet before it, which may hold anything between its quotes.
  const corners = t.text.match(/(?:'(?:[^']|'')+'!|[^'!:]+!)?[^!:]+/g) ?? [];
  const cell = (c: string) => c.slice(c.lastIndexOf("!") + 1);
  const m = /^(\$?)([A-Za-z]*)(\$?)(\d*)$/.exec(cell(corners[0] ?? ""));
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
    const p = /^\$?([A-Za-z]*)\$?(\d*)$/.exec(cell(c));
    if (!p) return c;
    return c.slice(0, c.length - cell(c).length) + (p[1] ? (col ? "$" : "") + p[1] : "") + (p[2] ? (row ? "$" : "") + p[2] : "");
  };
  return { from: t.from, to: t.to, text: corners.map(put).join(":") };
}
