/** Where the keys lead: movement of the active cell and of the selection. */
import { type CellView, type Direction, MAX_COLS, MAX_ROWS, type Rect } from "../model";
import type { Grid } from "./grid";
import { type Cell, clampCell, isSingle, sameRect, single, union, wholeColumns, wholeRows } from "./rects";

const EVERYTHING: Rect = { top: 0, left: 0, bottom: MAX_ROWS - 1, right: MAX_COLS - 1 };

export class Moves {
  private readonly grid: Grid;
  /** Jumps are answered by the server; a later key overrules one that is still under way. */
  private turn = 0;

  constructor(grid: Grid) {
    this.grid = grid;
  }

  /** One cell on, or the selection stretched by one. */
  step(direction: Direction, extend: boolean, count = 1): void {
    this.turn++;
    const s = this.grid.selection;
    const from = extend ? s.head : s.active;
    this.to(clampCell(moved(from, direction, count)), extend);
  }

  /** A jump that waits for the server's answer; keys that come meanwhile must wait as well. */
  pending: Promise<void> | undefined;

  /** To the edge of the data: at once where that can be seen from here, else as the server says. */
  jump(direction: Direction, extend: boolean): void {
    const turn = ++this.turn;
    const s = this.grid.selection;
    const from = extend ? s.head : s.active;
    const { sheet, model } = this.grid;
    const here = localEdge(from, direction, model.extent(sheet), (c) => model.cell(sheet, c.row, c.col));
    if (here) {
      this.to(here, extend);
      return;
    }
    const asked = model
      .edge({ sheet, ...from }, direction)
      .catch(() => edge(from, direction))
      .then((to) => {
        if (turn === this.turn && sheet === this.grid.sheet) this.to({ row: to.row, col: to.col }, extend);
      })
      .finally(() => {
        if (this.pending === asked) this.pending = undefined;
      });
    this.pending = asked;
  }

  /** To a cell, or the selection stretched to it. */
  to(cell: Cell, extend: boolean): void {
    this.grid.select((s) => {
      s.tabbedFrom = undefined;
      if (extend) s.extend(cell);
      else s.pick(cell);
    });
  }

  page(direction: Direction, extend: boolean): void {
    const pages = this.grid.page;
    const f = this.grid.frame;
    const columns = Math.max(1, f.right - f.left);
    this.step(direction, extend, direction === "up" || direction === "down" ? pages : columns);
  }

  home(whole: boolean, extend: boolean): void {
    this.turn++;
    const s = this.grid.selection;
    this.to({ row: whole ? 0 : (extend ? s.head : s.active).row, col: 0 }, extend);
  }

  /** To the last column that is used, or to the last cell of all. */
  end(whole: boolean, extend: boolean): void {
    this.turn++;
    const extent = this.grid.model.extent(this.grid.sheet);
    const s = this.grid.selection;
    const row = whole ? (extent?.bottom ?? 0) : (extend ? s.head : s.active).row;
    this.to({ row, col: extent?.right ?? 0 }, extend);
  }

  /** After Enter or Tab: the next cell, or the next of the selection when that has several. */
  next(axis: "row" | "col", forward: boolean): void {
    this.turn++;
    const s = this.grid.selection;
    if (s.multiple) {
      this.grid.select((x) => x.step(forward, axis === "col", this.grid.model.extent(this.grid.sheet)), "active");
      return;
    }
    const by = forward ? 1 : -1;
    const from = s.active;
    if (axis === "col") {
      const tabbedFrom = s.tabbedFrom ?? from.col;
      this.grid.select((x) => {
        x.pick({ row: from.row, col: from.col + by });
        x.tabbedFrom = tabbedFrom;
      });
    } else {
      const col = s.tabbedFrom ?? from.col;
      this.grid.select((x) => {
        x.pick({ row: from.row + by, col });
        x.tabbedFrom = undefined;
      });
    }
  }

  /** The block of data around the active cell first, then the whole sheet. */
  all(): void {
    const { grid } = this;
    const extent = grid.model.extent(grid.sheet);
    const { active, range } = grid.selection;
    const used = extent && active.row <= extent.bottom && active.col <= extent.right ? extent : undefined;
    // Where the block goes on beyond what is loaded, all that is used is taken for it.
    const data = block(active, extent, (c) => grid.cell(c.row, c.col)) ?? used;
    if (!data || isSingle(data) || sameRect(range, data) || sameRect(range, EVERYTHING)) this.everything();
    else this.cover(data);
  }

  everything(): void {
    this.cover(EVERYTHING);
  }

  /** Selects a rectangle around the active cell, which stays. */
  private cover(rect: Rect): void {
    this.grid.select((s) => {
      s.ranges = [{ ...rect }];
      s.head = { row: rect.bottom, col: rect.right };
    }, "none");
  }

  columns(): void {
    this.grid.select((s) => {
      const { active } = s;
      s.selectColumns(s.range.left, s.range.right);
      s.active = active;
    }, "none");
  }

  rows(): void {
    this.grid.select((s) => {
      const { active } = s;
      s.selectRows(s.range.top, s.range.bottom);
      s.active = active;
    }, "none");
  }

  /** A click on a column's or row's header. */
  header(axis: "rows" | "cols", line: number, extend: boolean, more: boolean): void {
    this.grid.select((s) => {
      const whole = axis === "cols" ? wholeColumns(s.range) : wholeRows(s.range);
      if (extend && whole) {
        const from = axis === "cols" ? s.active.col : s.active.row;
        if (axis === "cols") s.selectColumns(from, line);
        else s.selectRows(from, line);
      } else {
        const kept = more ? s.ranges : [];
        if (axis === "cols") s.selectColumns(line, line);
        else s.selectRows(line, line);
        s.ranges = [...kept, ...s.ranges];
      }
      // The active cell is the first in sight, so that the view need not move.
      if (axis === "cols" && !extend) s.active = { row: this.grid.frame.top, col: s.active.col };
      if (axis === "rows" && !extend) s.active = { row: s.active.row, col: this.grid.frame.left };
      s.tabbedFrom = undefined;
    }, "none");
  }

  /** Another sheet, by Ctrl+PageUp and PageDown. */
  sheet(by: number): void {
    const { sheets } = this.grid.model.info;
    const i = sheets.findIndex((s) => s.id === this.grid.sheet);
    const next = sheets[i + by];
    if (next) this.grid.show(next.id);
  }
}

function moved(c: Cell, d: Direction, n: number): Cell {
  return { row: c.row + (d === "down" ? n : d === "up" ? -n : 0), col: c.col + (d === "right" ? n : d === "left" ? -n : 0) };
}

/**
 * Where a jump leads, as far as the loaded cells tell: the last filled cell of a run, else the next filled one, else the edge of
 * the sheet. Undefined when a cell on the way is not loaded. What lies beyond the extent is blank.
 */
export function localEdge(from: Cell, d: Direction, extent: Rect | undefined, cell: (c: Cell) => CellView | undefined): Cell | undefined {
  const last = edge(from, d);
  const filled = (c: Cell): boolean | undefined => {
    if (!extent || c.row > extent.bottom || c.col > extent.right) return false;
    const v = cell(c);
    return v && (v.kind !== "blank" || v.input !== "");
  };
  const same = (a: Cell, b: Cell) => a.row === b.row && a.col === b.col;
  if (same(from, last)) return last;
  const first = filled(from);
  const second = filled(moved(from, d, 1));
  if (first === undefined || second === undefined) return undefined;
  const run = first && second;
  let start = moved(from, d, 1);
  // From far outside, the way begins where something is used.
  if (extent && d === "up") start = { row: Math.min(start.row, extent.bottom), col: start.col };
  if (extent && d === "left") start = { row: start.row, col: Math.min(start.col, extent.right) };
  for (let c = start; ; c = moved(c, d, 1)) {
    const now = filled(c);
    if (now === undefined) return undefined;
    if (!run && now) return c;
    if (same(c, last)) return c;
    if (run) {
      const next = filled(moved(c, d, 1));
      if (next === undefined) return undefined;
      if (!next) return c;
    } else if (nothingAhead(c, d, extent)) return last;
  }
}

/**
 * The block of data around a cell: what holds together without a blank row or column between, as far as the loaded cells tell. The
 * cell alone when all around it is blank; undefined when a cell beside the block is not loaded.
 */
export function block(around: Cell, extent: Rect | undefined, cell: (c: Cell) => CellView | undefined): Rect | undefined {
  let { top, left, bottom, right } = single(around);
  let known = true;
  /** Whether a line beside the block holds anything. */
  const holds = (top: number, left: number, bottom: number, right: number): boolean => {
    const last = { row: Math.min(bottom, extent?.bottom ?? -1), col: Math.min(right, extent?.right ?? -1) };
    for (let row = Math.max(0, top); row <= last.row; row++) {
      for (let col = Math.max(0, left); col <= last.col; col++) {
        const v = cell({ row, col });
        if (!v) known = false;
        else if (v.kind !== "blank" || v.input !== "") return true;
      }
    }
    return false;
  };
  // As far as it goes to each side before the next, so that a long column is not looked at again for each of its rows.
  for (let grown = true; grown && known; ) {
    const before = { top, left, bottom, right };
    while (known && holds(top - 1, left - 1, top - 1, right + 1)) top--;
    while (known && holds(bottom + 1, left - 1, bottom + 1, right + 1)) bottom++;
    while (known && holds(top - 1, left - 1, bottom + 1, left - 1)) left--;
    while (known && holds(top - 1, right + 1, bottom + 1, right + 1)) right++;
    grown = !sameRect(before, { top, left, bottom, right });
  }
  return known ? { top, left, bottom, right } : undefined;
}

/** Whether all cells from here on lie outside of what is used. */
function nothingAhead(c: Cell, d: Direction, extent: Rect | undefined): boolean {
  if (!extent) return true;
  if (d === "down" || d === "up") return c.col > extent.right || (d === "down" && c.row >= extent.bottom);
  return c.row > extent.bottom || (d === "right" && c.col >= extent.right);
}

function edge(c: Cell, d: Direction): Cell {
  return {
    row: d === "down" ? MAX_ROWS - 1 : d === "up" ? 0 : c.row,
    col: d === "right" ? MAX_COLS - 1 : d === "left" ? 0 : c.col,
  };
}

/** The smallest rectangle over all selected ones. */
export function hull(grid: Grid) {
  return grid.selection.ranges.reduce(union);
}
