/** Point mode: references put into a formula by arrows and mouse. */

import type { Grid } from "../grid/grid";
import { between, type Cell, clampCell, quoteSheet, rectName, wholeColumns, wholeRows } from "../grid/rects";
import { type Direction, MAX_COLS, MAX_ROWS } from "../model";
import type { Session } from "./session";

interface Point {
  from: number;
  to: number;
  sheet: number;
  anchor: Cell;
  head: Cell;
}

export class Pointing {
  private point: Point | undefined;
  private readonly grid: Grid;
  private readonly session: Session;

  constructor(grid: Grid, session: Session) {
    this.grid = grid;
    this.session = session;
  }

  /** A reference that was just put in can still be moved. */
  get active(): boolean {
    return this.point !== undefined;
  }

  stop(): void {
    this.point = undefined;
  }

  /** An arrow: begins beside the edited cell, then moves; Shift stretches; Ctrl goes to the edge of the data. */
  async arrow(direction: Direction, extend: boolean, jump: boolean): Promise<void> {
    const e = this.session.editing;
    if (!e) return;
    const sheet = this.grid.sheet;
    const known = this.point?.sheet === sheet ? this.point : undefined;
    const start: Cell = known ? known.head : sheet === e.sheet ? e : this.grid.selection.active;
    const head = jump ? await this.grid.model.edge({ sheet, row: start.row, col: start.col }, direction) : step(start, direction);
    if (this.session.editing !== e) return;
    this.put(extend ? (known?.anchor ?? { row: start.row, col: start.col }) : head, head);
  }

  /** A click on a cell. */
  at(cell: Cell): void {
    this.put(cell, cell);
  }

  /** A drag, or a click with Shift. */
  to(cell: Cell): void {
    if (this.point) this.put(this.point.anchor, cell);
    else this.put(cell, cell);
  }

  /** A click on a header, or a drag over headers: whole columns or rows. */
  lines(axis: "rows" | "cols", line: number, extend: boolean): void {
    const from = extend && this.point ? this.point.anchor : { row: line, col: line };
    if (axis === "cols") this.put({ row: 0, col: from.col }, { row: MAX_ROWS - 1, col: line });
    else this.put({ row: from.row, col: 0 }, { row: line, col: MAX_COLS - 1 });
  }

  private put(anchor: Cell, head: Cell): void {
    const e = this.session.editing;
    if (!e) return;
    const sheet = this.grid.sheet;
    const s = this.session.field.surface;
    const from = this.point ? this.point.from : s.from;
    const to = this.point ? this.point.to : s.to;
    const rect = between(anchor, head);
    const name = this.grid.model.info.sheets.find((x) => x.id === sheet)?.name ?? "";
    const text = (sheet === e.sheet ? "" : `${quoteSheet(name)}!`) + rectName(rect);
    s.replace(from, to, text);
    if (!s.focused) s.focus();
    this.point = {
      from,
      to: from + text.length,
      sheet,
      anchor: { row: anchor.row, col: anchor.col },
      head: { row: head.row, col: head.col },
    };
    if (!wholeColumns(rect) && !wholeRows(rect)) this.grid.reveal(head);
    this.session.follow();
  }
}

function step(c: Cell, d: Direction): Cell {
  return clampCell({ row: c.row + (d === "down" ? 1 : d === "up" ? -1 : 0), col: c.col + (d === "right" ? 1 : d === "left" ? -1 : 0) });
}
