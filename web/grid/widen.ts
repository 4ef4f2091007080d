/**
 * Columns that nobody gave a width grow with what is typed into them, as in other spreadsheets: a date or a number with a format has
 * no shorter form, and would be shown as ####. A text reaches over its neighbours, and a plain number is shown with fewer digits.
 */
import type { CellView, Op, Ref } from "../model";
import type { Grid } from "./grid";

const MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?";
const DATE = new RegExp(`^\\d{1,4}([-/.]| )(?:\\d{1,2}|${MONTH})\\1\\d{1,4}|^${MONTH} \\d{1,2},? \\d{4}`, "i");
const GROUPED =
  /^[-+(]?\p{Sc}?\s?\d{1,3}(?:[,.' \u00a0\u202f]\d{3})+(?:[.,]\d+)?\s?[\p{Sc}%]?\)?$|^[-+(]?\p{Sc}\s?[\d.,]+\)?$|^[-+]?[\d.,]+\s?[\p{Sc}%]$/u;

/** Whether a typed text is a date, or a number with grouping, a currency or a percent sign, as far as can be told from here. */
export function hasFixedForm(typed: string): boolean {
  const t = typed.trim();
  return DATE.test(t) || GROUPED.test(t);
}

/** Whether a cell's value has one form only, which is shown whole or not at all. */
export function fixedForm(c: CellView): boolean {
  if (c.pending) return false;
  if (c.kind === "time" || c.kind === "duration") return true;
  return c.kind === "number" && ((c.format.kind !== undefined && c.format.kind !== "sparkline") || Boolean(c.format.unit));
}

export class Widening {
  private readonly grid: Grid;
  /** Widths given here, by sheet and column: these may grow again. */
  private readonly given = new Map<string, number>();
  private waiting: Ref | undefined;

  constructor(grid: Grid) {
    this.grid = grid;
    grid.events.on("cells", () => this.arrived());
  }

  /** The op that makes room for a text that is put into a cell; none when it has room, or its column has a width of its own. */
  typed(at: Ref, text: string): Op[] {
    this.waiting = undefined;
    if (hasFixedForm(text)) return this.room(at, text, this.grid.cell(at.row, at.col));
    // What a formula gives is known when it has been computed.
    if (text.startsWith("=")) this.waiting = at;
    return [];
  }

  private arrived(): void {
    const at = this.waiting;
    if (!at || at.sheet !== this.grid.sheet) return;
    const c = this.grid.cell(at.row, at.col);
    if (!c || c.pending || !c.formula) return;
    this.waiting = undefined;
    const ops = fixedForm(c) ? this.room(at, c.text, c) : [];
    if (ops.length > 0) this.grid.model.edit(ops);
  }

  private room({ sheet, col }: Ref, text: string, c: CellView | undefined): Op[] {
    const key = `${sheet}:${col}`;
    const set = this.grid.tab?.widths?.find((w) => w.from <= col && col <= w.to)?.size ?? 0;
    if (set !== 0 && this.given.get(key) !== set) return [];
    const size = this.grid.painter.needed(text, c);
    if (size <= this.grid.cols.sizeOf(col)) return [];
    this.given.set(key, size);
    return [{ op: "setWidth", sheet, axis: "cols", from: col, to: col, size }];
  }
}
