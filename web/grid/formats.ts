/** Changing a part of many cells' formats: an op carries a whole format, so equal ones are gathered into rectangles. */
import type { Format, Model, Op, Range } from "../model";
import { area, type Cell } from "./rects";

/** Above this many cells the active cell's format stands for all. */
const MOST = 5000;

/** The ops that give every cell of the range its own format with a change made to it. */
export function spread(range: Range, model: Model, active: Cell, change: (f: Format) => Format): Op[] {
  if (area(range) > MOST) {
    const base = model.cell(range.sheet, active.row, active.col)?.format ?? {};
    return [{ op: "setFormat", range, format: tidy(change(base)) }];
  }
  interface Run extends Range {
    key: string;
    format: Format;
  }
  let above: Run[] = [];
  const done: Run[] = [];
  for (let row = range.top; row <= range.bottom; row++) {
    const runs: Run[] = [];
    for (let col = range.left; col <= range.right; col++) {
      const format = tidy(change(model.cell(range.sheet, row, col)?.format ?? {}));
      const key = JSON.stringify(format);
      const last = runs[runs.length - 1];
      if (last?.key === key) last.right = col;
      else runs.push({ sheet: range.sheet, top: row, bottom: row, left: col, right: col, key, format });
    }
    // Equal runs of the row above grow downwards.
    above = runs.map((run) => {
      const grown = above.find((a) => a.key === run.key && a.left === run.left && a.right === run.right);
      if (!grown) {
        done.push(run);
        return run;
      }
      grown.bottom = row;
      return grown;
    });
  }
  return done.map(({ key: _, format, ...r }) => ({ op: "setFormat", range: r, format }));
}

/** Without fields that say nothing, in one order. */
export function tidy(f: Format): Format {
  const out: Record<string, unknown> = {};
  for (const [k, v] of Object.entries(f).sort(([a], [b]) => (a < b ? -1 : 1)))
    if (v !== undefined && v !== false && v !== "" && v !== 0) out[k] = v;
  return out as Format;
}
