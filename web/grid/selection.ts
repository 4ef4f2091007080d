/** What is selected on the sheet at hand: one active cell, and one or more rectangles. Pure. */
import { MAX_COLS, MAX_ROWS, type Rect, type Shift } from "../model";
import { between, type Cell, clampCell, contains, intersect, isSingle, shifted, single, wholeColumns, wholeRows } from "./rects";

export class Selection {
  /** Where typing goes. */
  active: Cell = { row: 0, col: 0 };
  /** The corner that Shift moves. */
  head: Cell = { row: 0, col: 0 };
  /** The last one is the one at hand. */
  ranges: Rect[] = [single({ row: 0, col: 0 })];
  /** Where a run of Tabs began: Enter returns to this column. */
  tabbedFrom: number | undefined;

  /** The rectangle at hand. */
  get range(): Rect {
    return this.ranges[this.ranges.length - 1]!;
  }

  /** One cell. */
  pick(cell: Cell): void {
    this.active = clampCell(cell);
    this.head = this.active;
    this.ranges = [single(this.active)];
  }

  /** One rectangle; the active cell is its first, or the given one inside it. */
  take(rect: Rect, active: Cell = { row: rect.top, col: rect.left }): void {
    this.active = active;
    this.head = { row: active.row === rect.bottom ? rect.top : rect.bottom, col: active.col === rect.right ? rect.left : rect.right };
    this.ranges = [rect];
  }

  /** Stretches the rectangle at hand from the active cell to another; whole rows and columns stay whole. */
  extend(head: Cell): void {
    this.head = clampCell(head);
    const rect = between(this.active, this.head);
    const old = this.range;
    if (old.top === 0 && old.bottom === MAX_ROWS - 1 && !contains(single(this.active), this.head)) {
      if (rect.top === rect.bottom || (rect.top === 0 && rect.bottom === MAX_ROWS - 1))
        Object.assign(rect, { top: 0, bottom: MAX_ROWS - 1 });
    }
    this.ranges[this.ranges.length - 1] = rect;
  }

  /** One more rectangle, begun at a cell (Ctrl+click). */
  add(cell: Cell): void {
    this.active = clampCell(cell);
    this.head = this.active;
    this.ranges.push(single(this.active));
  }

  /** Replaces the rectangle at hand without moving the active cell. */
  stretch(rect: Rect): void {
    this.ranges[this.ranges.length - 1] = rect;
  }

  /** How a row or column header looks: 0 untouched, 1 touched by a rectangle, 2 within a whole line. */
  covers(axis: "rows" | "cols", line: number): number {
    let state = 0;
    for (const r of this.ranges) {
      const inside = axis === "cols" ? line >= r.left && line <= r.right : line >= r.top && line <= r.bottom;
      if (inside) state = Math.max(state, (axis === "cols" ? wholeColumns(r) : wholeRows(r)) ? 2 : 1);
    }
    return state;
  }

  get multiple(): boolean {
    return this.ranges.length > 1 || !isSingle(this.range);
  }

  includes(cell: Cell): boolean {
    return this.ranges.some((r) => contains(r, cell));
  }

  /** The next cell for Enter or Tab inside the rectangle at hand; wraps around. Only meaningful when it has several cells. */
  step(forward: boolean, alongRows: boolean, extent: Rect | undefined): void {
    // Whole columns and rows are walked only as far as there is something.
    const r = (extent && intersect(this.range, { ...extent, top: 0, left: 0 })) || this.range;
    const rows = r.bottom - r.top + 1;
    const cols = r.right - r.left + 1;
    const here = contains(r, this.active) ? this.active : { row: r.top, col: r.left };
    const i = alongRows ? (here.row - r.top) * cols + (here.col - r.left) : (here.col - r.left) * rows + (here.row - r.top);
    const next = (i + (forward ? 1 : -1) + rows * cols) % (rows * cols);
    this.active = alongRows
      ? { row: r.top + Math.floor(next / cols), col: r.left + (next % cols) }
      : { row: r.top + (next % rows), col: r.left + Math.floor(next / rows) };
  }

  /** Rows or columns came or went. What went itself stays where it was; others are there now. */
  shift(s: Shift): void {
    this.ranges = this.ranges.map((r) => shifted(r, s) ?? r);
    const a = shifted(single(this.active), s);
    if (a) this.active = clampCell({ row: a.top, col: a.left });
    this.head = clampCell(this.head);
    if (!contains(this.range, this.active)) this.pick(this.active);
  }

  selectColumns(from: number, to: number): void {
    this.active = { row: 0, col: from };
    this.head = { row: MAX_ROWS - 1, col: to };
    this.ranges = [{ top: 0, bottom: MAX_ROWS - 1, left: Math.min(from, to), right: Math.max(from, to) }];
  }

  selectRows(from: number, to: number): void {
    this.active = { row: from, col: 0 };
    this.head = { row: to, col: MAX_COLS - 1 };
    this.ranges = [{ left: 0, right: MAX_COLS - 1, top: Math.min(from, to), bottom: Math.max(from, to) }];
  }
}
