import type { CellsChange, Op } from "./model";

/** More cells than this are told as the whole sheet. */
const MANY = 4096;

/** The cells in which pending ops show themselves. */
export function touched(ops: readonly Op[]): CellsChange[] {
  const out: CellsChange[] = [];
  for (const op of ops) {
    if (op.op !== "set" && op.op !== "clear" && op.op !== "setFormat") continue;
    const r = op.range;
    const c: CellsChange = { sheet: r.sheet, all: false, live: false, rows: [], cols: [], trend: [] };
    if ((r.bottom - r.top + 1) * (r.right - r.left + 1) > MANY) c.all = true;
    else
      for (let row = r.top; row <= r.bottom; row++)
        for (let col = r.left; col <= r.right; col++) {
          c.rows.push(row);
          c.cols.push(col);
          c.trend.push(0);
        }
    out.push(c);
  }
  return out;
}

/** Everything on a sheet may look different. */
export function whole(sheet: number): CellsChange {
  return { sheet, all: true, live: false, rows: [], cols: [], trend: [] };
}
