/** The small square at the corner of the selection: dragged, it continues the selection; double-clicked, as far down as the neighbours go. */
import { MAX_ROWS, type Rect } from "../model";
import type { Commands } from "./commands";
import { lineAt } from "./frame";
import type { Grid } from "./grid";
import { type Cell, sameRect } from "./rects";

export class FillDrag {
  private readonly grid: Grid;
  private readonly commands: Commands;

  constructor(grid: Grid, commands: Commands) {
    this.grid = grid;
    this.commands = commands;
  }

  begin(): { move(e: PointerEvent): void; end(e: PointerEvent): void } {
    const source = { ...this.grid.selection.range };
    let target: Rect = source;
    return {
      move: (e) => {
        const box = this.grid.view.getBoundingClientRect();
        const f = this.grid.frame;
        const cell = { row: lineAt(f.ys, f.top, e.clientY - box.top), col: lineAt(f.xs, f.left, e.clientX - box.left) };
        target = toward(source, cell);
        this.grid.mark("fill", sameRect(source, target) ? [] : [{ class: "filling", rect: target }]);
      },
      end: (e) => {
        this.grid.mark("fill", []);
        if (e.type !== "pointercancel" && !sameRect(source, target)) this.commands.fill(source, target, e.ctrlKey || e.metaKey);
        this.grid.focus();
      },
    };
  }

  /** Down as far as the column to the left, else the one to the right, is filled. */
  async double(): Promise<void> {
    const r = { ...this.grid.selection.range };
    const { sheet, model } = this.grid;
    for (const col of [r.left - 1, r.right + 1]) {
      const beside = col >= 0 ? this.grid.cell(r.bottom + 1, col) : undefined;
      if (!beside || beside.kind === "blank") continue;
      const last = await model.edge({ sheet, row: r.bottom, col }, "down").catch(() => undefined);
      if (last && last.row > r.bottom && last.row < MAX_ROWS - 1) {
        this.commands.fill(r, { ...r, bottom: last.row });
        return;
      }
    }
  }
}

/** The selection stretched towards a cell, in the one direction in which it lies farther out. */
export function toward(r: Rect, c: Cell): Rect {
  const down = c.row > r.bottom ? c.row - r.bottom : c.row < r.top ? c.row - r.top : 0;
  const right = c.col > r.right ? c.col - r.right : c.col < r.left ? c.col - r.left : 0;
  if (down === 0 && right === 0) return r;
  if (Math.abs(down) >= Math.abs(right)) return down > 0 ? { ...r, bottom: c.row } : { ...r, top: c.row };
  return right > 0 ? { ...r, right: c.col } : { ...r, left: c.col };
}
