/**
 * Columns that nobody gave a width grow with what is typed into them, as in other spreadsheets: a date or a number with a format has
 * no shorter form, and would be shown as ####. A text reaches over its neighbours, and a plain number is shown with fewer digits.
 */
import { isFormula } from "../editor/tokens";
import { render } from "../format";
import type { CellsChange, CellView, Format, Input, Op, Range, Rect, Ref } from "../model";
import type { Grid } from "./grid";
import { intersect } from "./rects";

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

/** As many ranges are waited for at once. */
const MOST_PUTS = 32;

/** As many pasted rows are looked at. */
const MOST = 2000;

/** A text of more lines has no row that shows it whole. */
const MOST_LINES = 20;

/** By as much, fonts of two machines may differ. */
const SLACK = 3;

function touches(c: CellsChange, r: Range): boolean {
  if (c.sheet !== r.sheet) return false;
  return c.all || c.rows.some((row, i) => row >= r.top && row <= r.bottom && c.cols[i]! >= r.left && c.cols[i]! <= r.right);
}

/** A date as it may be shown: its numbers with two digits. */
function padded(typed: string): string {
  return DATE.test(typed.trim()) ? typed.replace(/(?<!\d)\d(?!\d)/g, "0$&") : typed;
}

/** A column, and a text that is to be shown in a cell of it. */
type Want = [col: number, text: string, cell: CellView | undefined];

export class Widening {
  private readonly grid: Grid;
  /** Widths given here, by sheet and column: these may grow again. */
  private readonly given = new Map<string, number>();
  /** Where this tab has put something whose look is known when the server has read it. */
  private waiting: Range[] = [];
  /** Whether the latest step of this tab made room for the step before it, and whether both are undone. */
  private tail: "none" | "made" | "undone" = "none";

  constructor(grid: Grid) {
    this.grid = grid;
    grid.events.on("cells", (c) => this.arrived(c));
  }

  /** Edits, and makes room for what the edit puts into cells as soon as its look is known. */
  edit(ops: Op[]): void {
    const puts = ops.flatMap((op): Range[] => {
      switch (op.op) {
        case "set":
          return [op.range];
        case "copy":
          return [op.dest];
        case "fill":
          return [op.target];
        case "move": {
          const { source: s, dest } = op;
          return [
            { sheet: dest.sheet, top: dest.row, left: dest.col, bottom: dest.row + s.bottom - s.top, right: dest.col + s.right - s.left },
          ];
        }
        default:
          return [];
      }
    });
    this.waiting = [...this.waiting, ...puts].slice(-MOST_PUTS);
    this.tail = "none";
    this.grid.model.edit(ops);
  }

  /** One step back; with it goes the room that was made for what the step had put. */
  undo(): void {
    this.grid.model.undo();
    if (this.tail === "made") this.grid.model.undo();
    this.tail = this.tail === "made" ? "undone" : "none";
  }

  redo(): void {
    this.grid.model.redo();
    if (this.tail === "undone") this.grid.model.redo();
    this.tail = this.tail === "undone" ? "made" : "none";
  }

  /** The ops that make room for a text that is put into a cell; none when it has room, or its column has a width of its own. */
  typed(at: Ref, text: string): Op[] {
    const wide = hasFixedForm(text) ? this.room(at.sheet, [[at.col, padded(text), this.grid.cell(at.row, at.col)]]) : [];
    return [...this.taller(at, [[text]]), ...wide];
  }

  /** The ops that make room for rows of texts that are put at a place. */
  pasted(at: Ref, rows: readonly (readonly Input[])[]): Op[] {
    const wants = rows
      .slice(0, MOST)
      .flatMap((row) =>
        row.flatMap((x, i): Want[] => (typeof x === "string" && hasFixedForm(x) ? [[at.col + i, padded(x), undefined]] : [])),
      );
    return [...this.taller(at, rows.slice(0, MOST)), ...this.room(at.sheet, wants)];
  }

  /** The ops that give texts of several lines rows that show them, as long as they are not many. */
  private taller(at: Ref, rows: readonly (readonly Input[])[]): Op[] {
    return rows.flatMap((row, i): Op[] => {
      const lines = Math.max(...row.map((x) => (typeof x === "string" && !isFormula(x) ? x.split("\n").length : 1)));
      const size = 6 + 18 * lines;
      if (lines < 2 || lines > MOST_LINES || this.grid.rows.sizeOf(at.row + i) >= size) return [];
      return [{ op: "setWidth", sheet: at.sheet, axis: "rows", from: at.row + i, to: at.row + i, size }];
    });
  }

  /** The ops that make room for what is in sight of some cells when their format has changed. */
  formatted(sheet: number, rects: readonly Rect[], change: (f: Format) => Format): Op[] {
    const { frame, model } = this.grid;
    const wants: Want[] = [];
    for (const r of rects) {
      const seen = intersect(r, frame);
      for (let row = seen?.top ?? 0; seen && row <= seen.bottom; row++) {
        for (let col = seen.left; col <= seen.right; col++) {
          const c = this.grid.cell(row, col);
          if (c?.kind !== "number" && c?.kind !== "time" && c?.kind !== "duration") continue;
          const next = { ...c, format: change(c.format) };
          if (fixedForm(next)) wants.push([col, render({ kind: c.kind, num: c.num, text: "" }, next.format, model.info.locale), next]);
        }
      }
    }
    return this.room(sheet, wants);
  }

  private arrived(change: CellsChange): void {
    const { sheet } = this.grid;
    const wants: Want[] = [];
    this.waiting = this.waiting.filter((r) => r.sheet === sheet && !(touches(change, r) && this.look(r, wants)));
    const ops = this.room(sheet, wants);
    if (ops.length === 0) return;
    this.grid.model.edit(ops);
    this.tail = "made";
  }

  /** Adds what needs room in a range; false while some of it is not known. */
  private look(r: Range, wants: Want[]): boolean {
    const { frame } = this.grid;
    const seen = intersect(r, frame);
    const found: Want[] = [];
    if (seen) {
      // The array of a formula reaches beyond what was put.
      const spills = seen.top === seen.bottom && seen.left === seen.right;
      for (let col = seen.left; col <= (spills ? frame.right : seen.right); col++) {
        for (let row = seen.top; row <= (spills ? frame.bottom : seen.bottom); row++) {
          const c = this.grid.cell(row, col);
          if (c?.pending) return false;
          if (spills && (row !== seen.top || col !== seen.left) && !c?.spilled) break;
          if (c && fixedForm(c)) found.push([col, c.text, c]);
        }
        if (spills && !this.grid.cell(seen.top, col + 1)?.spilled) break;
      }
    }
    wants.push(...found);
    return true;
  }

  /** Whether a width is just what a cell of the column needs that is in sight: then it was given for it, in another tab or before the page was loaded. */
  private fitted(col: number, width: number): boolean {
    const { frame } = this.grid;
    for (let row = frame.top; row <= frame.bottom; row++) {
      const c = this.grid.cell(row, col);
      if (c && fixedForm(c) && Math.abs(this.grid.painter.needed(c.text, c) - width) <= SLACK) return true;
    }
    return false;
  }

  private room(sheet: number, wants: readonly Want[]): Op[] {
    if (sheet !== this.grid.sheet) return [];
    const sizes = new Map<number, number>();
    for (const [col, text, c] of wants) {
      const set = this.grid.tab?.widths?.find((w) => w.from <= col && col <= w.to)?.size ?? 0;
      if (set !== 0 && this.given.get(`${sheet}:${col}`) !== set && !this.fitted(col, set)) continue;
      const size = this.grid.painter.needed(text, c);
      if (size > Math.max(this.grid.cols.sizeOf(col), sizes.get(col) ?? 0)) sizes.set(col, size);
    }
    for (const [col, size] of sizes) this.given.set(`${sheet}:${col}`, size);
    return [...sizes].map(([col, size]): Op => ({ op: "setWidth", sheet, axis: "cols", from: col, to: col, size }));
  }
}
