/** Places as people write them: the twin of the writing half of cells/ref.go. */
import type { BookInfo, Ref } from "./model";

/** A column counted from zero as letters: 0 is "A", 27 is "AB". */
export function columnName(col: number): string {
  let s = "";
  for (let n = col + 1; n > 0; n = Math.floor((n - 1) / 26)) s = String.fromCharCode(65 + ((n - 1) % 26)) + s;
  return s;
}

/** "B7". */
export function a1(row: number, col: number): string {
  return columnName(col) + (row + 1);
}

/** A sheet's name as a formula must write it. */
export function quoteSheet(name: string): string {
  const plain = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !/^[A-Za-z]{1,3}[1-9]\d{0,6}$/.test(name);
  return plain ? name : `'${name.replaceAll("'", "''")}'`;
}

/** "B7" on the sheet it is read on, "Sheet2!B7" elsewhere. */
export function refText(ref: Ref, on: number, info: BookInfo): string {
  const place = a1(ref.row, ref.col);
  if (ref.sheet === on) return place;
  const sheet = info.sheets.find((s) => s.id === ref.sheet);
  return sheet ? `${quoteSheet(sheet.name)}!${place}` : place;
}
