/** Rectangles of cells and how people write them. Pure; rows and columns count from zero. */
import { MAX_COLS, MAX_ROWS, type Rect, type Shift } from "../model";

/** The place of a cell on the sheet at hand. */
export interface Cell {
  row: number;
  col: number;
}

export function single(cell: Cell): Rect {
  return { top: cell.row, left: cell.col, bottom: cell.row, right: cell.col };
}

/** The rectangle between two corners in any order. */
export function between(a: Cell, b: Cell): Rect {
  return { top: Math.min(a.row, b.row), left: Math.min(a.col, b.col), bottom: Math.max(a.row, b.row), right: Math.max(a.col, b.col) };
}

export function contains(r: Rect, c: Cell): boolean {
  return c.row >= r.top && c.row <= r.bottom && c.col >= r.left && c.col <= r.right;
}

export function sameRect(a: Rect, b: Rect): boolean {
  return a.top === b.top && a.left === b.left && a.bottom === b.bottom && a.right === b.right;
}

export function union(a: Rect, b: Rect): Rect {
  return {
    top: Math.min(a.top, b.top),
    left: Math.min(a.left, b.left),
    bottom: Math.max(a.bottom, b.bottom),
    right: Math.max(a.right, b.right),
  };
}

/** What two rectangles share; undefined when that is nothing. */
export function intersect(a: Rect, b: Rect): Rect | undefined {
  const r = {
    top: Math.max(a.top, b.top),
    left: Math.max(a.left, b.left),
    bottom: Math.min(a.bottom, b.bottom),
    right: Math.min(a.right, b.right),
  };
  return r.top <= r.bottom && r.left <= r.right ? r : undefined;
}

export function isSingle(r: Rect): boolean {
  return r.top === r.bottom && r.left === r.right;
}

export function wholeColumns(r: Rect): boolean {
  return r.top === 0 && r.bottom === MAX_ROWS - 1;
}

export function wholeRows(r: Rect): boolean {
  return r.left === 0 && r.right === MAX_COLS - 1;
}

/** How many cells a rectangle has. */
export function area(r: Rect): number {
  return (r.bottom - r.top + 1) * (r.right - r.left + 1);
}

export function clampCell(c: Cell): Cell {
  return { row: Math.min(Math.max(c.row, 0), MAX_ROWS - 1), col: Math.min(Math.max(c.col, 0), MAX_COLS - 1) };
}

/** 0 is "A", 27 is "AB". */
export function columnName(col: number): string {
  let name = "";
  for (let n = col + 1; n > 0; n = Math.floor((n - 1) / 26)) name = String.fromCharCode(65 + ((n - 1) % 26)) + name;
  return name;
}

/** Column letters in any case, counted from zero; undefined when they are no column. */
export function parseColumn(letters: string): number | undefined {
  if (!/^[A-Za-z]{1,3}$/.test(letters)) return undefined;
  let n = 0;
  for (const c of letters.toUpperCase()) n = n * 26 + c.charCodeAt(0) - 64;
  return n <= MAX_COLS ? n - 1 : undefined;
}

/** "B7". */
export function cellName(c: Cell): string {
  return columnName(c.col) + (c.row + 1);
}

/** "B7", "A1:B9", "A:C", "1:3". */
export function rectName(r: Rect): string {
  if (isSingle(r)) return cellName({ row: r.top, col: r.left });
  if (wholeColumns(r)) return `${columnName(r.left)}:${columnName(r.right)}`;
  if (wholeRows(r)) return `${r.top + 1}:${r.bottom + 1}`;
  return `${cellName({ row: r.top, col: r.left })}:${cellName({ row: r.bottom, col: r.right })}`;
}

/** Reads "B7", "$A$1:b9", "A:C", "1:3"; undefined for anything else. */
export function parseRect(text: string): Rect | undefined {
  const m = /^([A-Za-z]{0,3})([1-9]\d{0,6})?(?::([A-Za-z]{0,3})([1-9]\d{0,6})?)?$/.exec(text.replaceAll("$", "").trim());
  if (!m) return undefined;
  const [, c1 = "", r1, c2, r2] = m;
  const pair = c2 !== undefined;
  const a = corner(c1, r1);
  const b = pair ? corner(c2, r2) : a;
  if (!a || !b || a.row < 0 !== b.row < 0 || a.col < 0 !== b.col < 0 || (!pair && (a.row < 0 || a.col < 0))) return undefined;
  const r = between(a, b);
  if (a.row < 0) Object.assign(r, { top: 0, bottom: MAX_ROWS - 1 });
  if (a.col < 0) Object.assign(r, { left: 0, right: MAX_COLS - 1 });
  return r;
}

/** What is absent is -1. */
function corner(letters: string, digits: string | undefined): Cell | undefined {
  if (!letters && !digits) return undefined;
  const col = letters ? parseColumn(letters) : -1;
  const row = digits ? Number(digits) - 1 : -1;
  return col === undefined || row >= MAX_ROWS ? undefined : { row, col };
}

/** A sheet's name as a formula must write it. */
export function quoteSheet(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !parseRect(name) ? name : `'${name.replaceAll("'", "''")}'`;
}

/** Takes "Sheet2!A1" apart; without a sheet, `sheet` is undefined. */
export function splitSheet(text: string): { sheet?: string; rest: string } {
  const quoted = /^'((?:[^']|'')+)'!(.*)$/s.exec(text);
  if (quoted) return { sheet: quoted[1]!.replaceAll("''", "'"), rest: quoted[2]! };
  const i = text.lastIndexOf("!");
  return i > 0 ? { sheet: text.slice(0, i), rest: text.slice(i + 1) } : { rest: text };
}

/** Where a rectangle is after rows or columns came or went; undefined when it went with them. */
export function shifted(r: Rect, s: Shift): Rect | undefined {
  const [from, to] = s.axis === "rows" ? [r.top, r.bottom] : [r.left, r.right];
  const last = (s.axis === "rows" ? MAX_ROWS : MAX_COLS) - 1;
  let a = from;
  let b = to;
  if (s.count > 0) {
    if (a >= s.at) a += s.count;
    if (b >= s.at && b < last) b += s.count;
  } else {
    const end = s.at - s.count;
    if (a >= s.at && b < end) return undefined;
    a = a >= end ? a + s.count : Math.min(a, s.at);
    if (b < last) b = b >= end ? b + s.count : b >= s.at ? s.at - 1 : b;
  }
  a = Math.min(a, last);
  b = Math.min(b, last);
  return s.axis === "rows" ? { ...r, top: a, bottom: b } : { ...r, left: a, right: b };
}
