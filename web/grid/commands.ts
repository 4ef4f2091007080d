/** What can be done to the selected cells: clear, fill, format, insert, delete; each is one edit, hence one step of undo. */

import { resolve } from "../editor/tokens";
import { type Format, MAX_COLS, MAX_ROWS, type Op, type Range, type Rect, type Size } from "../model";
import { cellInfo } from "../panels/api";
import type { Toasts } from "../panels/toast";
import { EPOCH_DAYS, editedDay, renderTime } from "../serial";
import { spread } from "./formats";
import type { Grid } from "./grid";
import { type Cell, cellName, intersect, isSingle, quoteSheet, single, wholeColumns, wholeRows } from "./rects";
import { Widening } from "./widen";

export class Commands {
  private readonly grid: Grid;
  private readonly api: string;
  private readonly toasts: Toasts;
  readonly widening: Widening;

  constructor(grid: Grid, api: string, toasts: Toasts) {
    this.grid = grid;
    this.api = api;
    this.toasts = toasts;
    this.widening = new Widening(grid);
  }

  /** Whether anything may be changed; says so to a viewer who tries. */
  get allowed(): boolean {
    if (this.grid.model.role !== "viewer") return true;
    this.toasts.show("You can look at this book but not change it.");
    return false;
  }

  private edit(...ops: Op[]): void {
    if (ops.length > 0 && this.allowed) this.widening.edit(ops);
  }

  private on(rect: Rect): Range {
    return { sheet: this.grid.sheet, top: rect.top, left: rect.left, bottom: rect.bottom, right: rect.right };
  }

  clear(): void {
    this.edit(...this.grid.selection.ranges.map((r): Op => ({ op: "clear", range: this.on(r) })));
  }

  clearFormat(): void {
    this.edit(...this.grid.selection.ranges.map((r): Op => ({ op: "setFormat", range: this.on(r), format: {} })));
  }

  /** Ctrl+D and Ctrl+R: the first line over the rest of the selection, or the neighbour into a single cell or line. */
  fillFrom(side: "up" | "left"): void {
    const r = this.grid.selection.range;
    const source = { ...r };
    const target = { ...r };
    if (side === "up") {
      if (r.top === r.bottom) {
        if (r.top === 0) return;
        source.top = source.bottom = target.top = r.top - 1;
      } else source.bottom = r.top;
    } else {
      if (r.left === r.right) {
        if (r.left === 0) return;
        source.left = source.right = target.left = r.left - 1;
      } else source.right = r.left;
    }
    this.edit({
      op: "copy",
      source: this.on(source),
      dest: this.on(side === "up" ? { ...target, top: source.bottom + 1 } : { ...target, left: source.right + 1 }),
    });
  }

  /** The fill handle was dragged. With other, as Ctrl asks for, what would go on repeats, and a single number goes on. */
  fill(source: Rect, target: Rect, other = false): void {
    this.edit({ op: "fill", source: this.on(source), target: this.on(target), mode: other ? "other" : "series" });
    this.grid.select((s) => s.take(target, s.active), "none");
  }

  /** Changes some of the format of the selected cells and leaves the rest of it as it is. */
  format(change: Partial<Format>): void {
    if (!this.allowed) return;
    const kind = "kind" in change;
    const changed = (f: Format): Format => (kind ? { ...withoutKind(f), ...change } : { ...f, ...change });
    const { ranges, active } = this.grid.selection;
    const ops = ranges.flatMap((r) => spread(this.on(r), this.grid.model, active, changed));
    this.edit(...ops, ...this.widening.formatted(this.grid.sheet, ranges, changed));
  }

  toggle(what: "bold" | "italic" | "strike"): void {
    const { row, col } = this.grid.selection.active;
    this.format({ [what]: !(this.grid.cell(row, col)?.format[what] ?? false) });
  }

  /** More or fewer decimals, from what the active cell shows now. */
  decimals(by: number): void {
    const { row, col } = this.grid.selection.active;
    const cell = this.grid.cell(row, col);
    const f = cell?.format ?? {};
    const plain = f.kind === undefined || f.kind === "text" || f.kind === "sparkline";
    const now = plain ? Math.min(15, (/[.,](\d+)$/.exec(cell?.text ?? "")?.[1] ?? "").length) : (f.decimals ?? 0);
    const decimals = Math.min(15, Math.max(0, now + by));
    this.format(plain ? { kind: "number", decimals, ...(f.unit ? { unit: f.unit } : {}) } : { decimals });
  }

  /** Rows when whole rows are selected, columns when whole columns are, else rows. */
  private lines(axis?: "rows" | "cols"): { axis: "rows" | "cols"; at: number; count: number } {
    const r = this.grid.selection.range;
    const a = axis ?? (wholeColumns(r) && !wholeRows(r) ? "cols" : "rows");
    return a === "rows" ? { axis: a, at: r.top, count: r.bottom - r.top + 1 } : { axis: a, at: r.left, count: r.right - r.left + 1 };
  }

  insertLines(axis?: "rows" | "cols", after = false): void {
    const l = this.lines(axis);
    if (l.count >= (l.axis === "rows" ? MAX_ROWS : MAX_COLS)) return;
    const at = after ? l.at + l.count : l.at;
    this.edit({ op: "insert", sheet: this.grid.sheet, axis: l.axis, at, count: l.count });
    this.stayAfter(l.axis, at, l.count);
  }

  deleteLines(axis?: "rows" | "cols"): void {
    const l = this.lines(axis);
    if (l.count >= (l.axis === "rows" ? MAX_ROWS : MAX_COLS)) return;
    this.edit({ op: "delete", sheet: this.grid.sheet, axis: l.axis, at: l.at, count: l.count });
  }

  /** The selection moves along with lines that others insert; with one's own it goes to the new lines. */
  private stayAfter(axis: "rows" | "cols", at: number, count: number): void {
    const { sheet } = this.grid;
    const range = { ...this.grid.selection.range };
    const active = { ...this.grid.selection.active };
    const stop = this.grid.model.on("shift", (shifts) => {
      if (!shifts.some((s) => s.sheet === sheet && s.axis === axis && s.at === at && s.count === count)) return;
      stop();
      const by = axis === "rows" ? { row: at - range.top, col: 0 } : { row: 0, col: at - range.left };
      const moved = { top: range.top + by.row, bottom: range.bottom + by.row, left: range.left + by.col, right: range.right + by.col };
      if (this.grid.sheet === sheet) this.grid.select((s) => s.take(moved, { row: active.row + by.row, col: active.col + by.col }), "none");
    });
    setTimeout(stop, 5000);
  }

  /** Gives lines other sizes, all in one step of undo. */
  resize(axis: "rows" | "cols", sizes: readonly Size[]): void {
    this.edit(...sizes.map((s): Op => ({ op: "setWidth", sheet: this.grid.sheet, axis, ...s })));
  }

  /** Ctrl+Enter: the active cell into all that is selected. */
  fillSelection(): void {
    const { active, ranges, multiple } = this.grid.selection;
    if (multiple) this.edit(...ranges.map((r): Op => ({ op: "copy", source: this.on(single(active)), dest: this.on(r) })));
  }

  /** Ctrl+; and Ctrl+Shift+;: the date or time of now, as typed. */
  stamp(what: "date" | "time"): void {
    this.edit({ op: "set", range: this.on(single(this.grid.selection.active)), inputs: [this.now(what)] });
  }

  /** The date or time of now in the book's zone, as one types it. */
  now(what: "date" | "time"): string {
    const zone = this.grid.model.info.zone || "UTC";
    const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }).format(new Date());
    const [date = "", time = ""] = parts.split(" ");
    const day = renderTime(Date.parse(`${date}T00:00:00Z`) / 86_400_000 + EPOCH_DAYS, editedDay("", this.grid.model.info.locale));
    return what === "date" ? day : time;
  }

  /** Ctrl+\`: formulas in place of what they give, and back. */
  showFormulas(): void {
    const { painter, frame } = this.grid;
    painter.formulas = !painter.formulas;
    painter.full(frame);
  }

  addSheet(): void {
    const { sheets } = this.grid.model.info;
    const taken = new Set(sheets.map((s) => s.name.toLowerCase()));
    let n = sheets.length + 1;
    while (taken.has(`sheet${n}`)) n++;
    const index = sheets.findIndex((s) => s.id === this.grid.sheet) + 1;
    const before = new Set(sheets.map((s) => s.id));
    this.edit({ op: "addSheet", name: `Sheet${n}`, index });
    const stop = this.grid.model.on("info", (info) => {
      const made = info.sheets.find((s) => !before.has(s.id));
      if (!made) return;
      stop();
      this.grid.show(made.id);
      this.grid.focus();
    });
  }

  defineName(name: string): void {
    this.edit({ op: "defineName", name, range: this.on(this.grid.selection.range) });
  }

  dropName(name: string): void {
    this.edit({ op: "dropName", name });
  }

  /** Alt+=: the sum of the numbers above, else to the left. */
  async autosum(): Promise<void> {
    if (!this.allowed) return;
    const a = this.grid.selection.active;
    const run = (direction: "up" | "left"): Rect | undefined => {
      const step = (c: Cell): Cell => (direction === "up" ? { row: c.row - 1, col: c.col } : { row: c.row, col: c.col - 1 });
      let last: Cell | undefined;
      for (let c = step(a); c.row >= 0 && c.col >= 0 && this.grid.cell(c.row, c.col)?.kind === "number"; c = step(c)) last = c;
      return (
        last &&
        (direction === "up"
          ? { top: last.row, bottom: a.row - 1, left: a.col, right: a.col }
          : { top: a.row, bottom: a.row, left: last.col, right: a.col - 1 })
      );
    };
    const r = run("up") ?? run("left");
    if (!r) return;
    const first = cellName({ row: r.top, col: r.left });
    const text = `=SUM(${isSingle(r) ? first : `${first}:${cellName({ row: r.bottom, col: r.right })}`})`;
    this.edit({ op: "set", range: this.on(single(a)), inputs: [text] });
  }

  /** Ctrl+[ and Ctrl+]: to what the active cell reads, or to who reads it. */
  async follow(what: "precedents" | "dependents"): Promise<void> {
    const name = this.grid.tab?.name;
    if (name === undefined) return;
    const info = await cellInfo(this.api, `${quoteSheet(name)}!${cellName(this.grid.selection.active)}`).catch(() => undefined);
    const place = info?.[what].map((text) => this.find(text)).find((r) => r !== undefined);
    if (place) this.grid.goto(place);
    else this.toasts.show(what === "precedents" ? "This cell reads no other cell." : "No formula reads this cell.");
  }

  /** The place a text means: a reference, with or without sheet, or a name. */
  find(text: string): Range | undefined {
    return findPlace(text, this.grid);
  }

  /** The part of the selection that can hold anything. */
  used(): Rect | undefined {
    const extent = this.grid.model.extent(this.grid.sheet);
    return extent && intersect(extent, this.grid.selection.range);
  }
}

function withoutKind(f: Format): Format {
  const { kind: _k, decimals: _d, grouping: _g, symbol: _s, pattern: _p, ...rest } = f;
  return rest;
}

function findPlace(text: string, grid: Grid): Range | undefined {
  const { sheets, names } = grid.model.info;
  const named = names.find((n) => n.name.toLowerCase() === text.trim().toLowerCase());
  if (named) return named.range;
  const found = resolve(text.trim(), grid.sheet, sheets);
  return found && { sheet: found.sheet, ...found.rect };
}
