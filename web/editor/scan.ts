/**
 * Cuts a formula into tokens that cover it without gaps, before it is known what they are for. The twin of cells/formula/scan.go; it
 * never fails, because half a formula is what an editor mostly holds. Pure.
 */

import { parseRect } from "../grid/rects";

export type RawKind =
  | "equals"
  | "number"
  | "text"
  | "word"
  | "cell" // with its sheet, if it has one
  | "half" // $A or $1, or a column or row behind a sheet: one half of A:A or 1:1
  | "field" // behind a dot
  | "operator"
  | "colon"
  | "query"
  | "hash"
  | "open"
  | "close"
  | "separator"
  | "space"
  | "comment"
  | "error";

export interface Raw {
  kind: RawKind;
  from: number;
  to: number;
  /** Where a reference begins behind its sheet; from, when it has none. */
  body: number;
}

const PLAIN: [RawKind, RegExp][] = [
  ["space", /\s+/y],
  ["comment", /\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/y],
  ["text", /`[^`]*`?/y],
  ["error", /#(?:NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|PENDING!|SPILL!|CYCLE!|LIMIT!|CALC!)/iy],
  ["hash", /#/y],
  ["open", /[([{]/y],
  ["close", /[)\]}]/y],
  ["separator", /[,;\\]/y],
  ["operator", /<>|<=|>=|==|!=|\*\*|&&|\|\||\?\?|\?\.(?!\d)|\.\./y],
  ["colon", /:/y],
  ["query", /\?/y],
];

const DOUBLE = /"(?:[^"\\]|""|\\[\s\S])*"?/y;
const DOUBLE_LITERAL = /"(?:[^"]|"")*"?/y;
const SINGLE = /'(?:[^'\\]|\\[\s\S])*'?/y;
const QUOTED_SHEET = /'(?:[^']|'')+'!(?!=)/y;
const HEX = /0[xXbBoO][0-9a-fA-F_]*/y;
const POINT = /(?:\d[\d_]*(?:\.\d[\d_]*|\.(?![.A-Za-z_]))?|\.\d[\d_]*)(?:[eE][+-]?\d+)?/y;
const COMMA = /(?:\d[\d_]*(?:,\d[\d_]*)?|,\d[\d_]*)(?:[eE][+-]?\d+)?/y;
const WORD = /[$_\p{L}][\w$\p{L}\p{M}\p{Nd}]*/uy;
const DOTTED = /(?:\.[A-Za-z_][\w.]*)(?=\s*\()/y;
const BEHIND_SHEET = /[\w$]+/y;

function match(rule: RegExp, text: string, at: number): string | undefined {
  rule.lastIndex = at;
  return rule.exec(text)?.[0] || undefined;
}

export function isCell(text: string): boolean {
  return /^\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}$/.test(text) && parseRect(text) !== undefined;
}

/** Whether a text can be one side of A:A. */
export function isColumn(text: string): boolean {
  return /^\$?[A-Za-z]{1,3}$/.test(text) && parseRect(`${text}:${text}`) !== undefined;
}

/** Whether a text can be one side of 1:1. */
export function isRow(text: string): boolean {
  return /^\$?[1-9]\d{0,6}$/.test(text) && parseRect(`${text}:${text}`) !== undefined;
}

/** Whether a value can end with a token, so that what follows is an operator. */
export function endsOperand(t: Raw | undefined): boolean {
  return t !== undefined && ["number", "text", "word", "cell", "half", "field", "hash", "close", "error"].includes(t.kind);
}

/** A text whose quotes only close when a backslash is a backslash, as in SUBSTITUTE(A1,"\","/"), is read so. */
export function scan(text: string, decimal: string): Raw[] {
  const first = cut(text, decimal, DOUBLE);
  if (!text.includes("\\") || !open(first, text)) return first;
  const second = cut(text, decimal, DOUBLE_LITERAL);
  return open(second, text) ? first : second;
}

function open(list: Raw[], text: string): boolean {
  return list.some((t) => t.kind === "text" && !closedText(text.slice(t.from, t.to)));
}

/** Whether a text has its closing quote. */
export function closedText(literal: string): boolean {
  return /^(?:"(?:[^"\\]|""|\\[\s\S])*"|"(?:[^"]|"")*"|`[^`]*`|'(?:[^'\\]|\\[\s\S])*')$/.test(literal);
}

function cut(text: string, decimal: string, double: RegExp): Raw[] {
  const out: Raw[] = [{ kind: "equals", from: 0, to: 1, body: 0 }];
  const add = (kind: RawKind, to: number, body?: number) => {
    const from = out[out.length - 1]!.to;
    out.push({ kind, from, to, body: body ?? from });
  };
  for (let at = 1; at < text.length; at = out[out.length - 1]!.to) one(text, at, decimal, double, out[out.length - 1], add);
  return out;
}

type Add = (kind: RawKind, to: number, body?: number) => void;

function one(text: string, at: number, decimal: string, double: RegExp, last: Raw | undefined, add: Add): void {
  const c = text[at]!;
  if (/\d/.test(c) || (c === decimal && /\d/.test(text[at + 1] ?? "") && !endsOperand(last))) {
    const m = match(HEX, text, at) ?? match(decimal === "," ? COMMA : POINT, text, at);
    if (m) {
      add("number", at + m.length);
      return;
    }
  }
  if (c === '"') {
    add("text", at + match(double, text, at)!.length);
    return;
  }
  if (c === "'") {
    const sheet = match(QUOTED_SHEET, text, at);
    if (sheet) behindSheet(text, at + sheet.length, add);
    else add("text", at + match(SINGLE, text, at)!.length);
    return;
  }
  const word = match(WORD, text, at);
  if (word) {
    named(text, at, word, last, add);
    return;
  }
  for (const [kind, rule] of PLAIN) {
    const m = match(rule, text, at);
    if (m) {
      add(kind, at + m.length);
      return;
    }
  }
  add("operator", at + (text.codePointAt(at)! > 0xffff ? 2 : 1));
}

function behindSheet(text: string, from: number, add: Add): void {
  if (text.slice(from, from + 5).toUpperCase() === "#REF!") {
    add("error", from + 5);
    return;
  }
  const rest = match(BEHIND_SHEET, text, from) ?? "";
  if (isCell(rest)) add("cell", from + rest.length, from);
  else add(isColumn(rest) || isRow(rest) ? "half" : "word", from + rest.length, from);
}

function named(text: string, at: number, word: string, last: Raw | undefined, add: Add): void {
  const end = at + word.length;
  if (text[end] === "!" && /[\w$#]/.test(text[end + 1] ?? "")) {
    behindSheet(text, end + 1, add);
    return;
  }
  const before = last && text.slice(last.from, last.to);
  if ((last?.kind === "operator" && (before === "." || before === "?.")) || last?.kind === "hash") {
    add("field", end);
    return;
  }
  const call = /^\s*\(/.test(text.slice(end));
  if (isCell(word) && !call) add("cell", end);
  else if (word.includes("$")) add(isColumn(word) || isRow(word) ? "half" : "word", end);
  else add("word", end + (match(DOTTED, text, end)?.length ?? 0));
}
