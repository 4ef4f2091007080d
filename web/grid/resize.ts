/** Columns and rows of another size: by dragging the edge of a header, or by double-click to fit what is in sight. */
import type { Commands } from "./commands";
import type { Grid } from "./grid";
import { wholeColumns, wholeRows } from "./rects";

const LEAST = { cols: 20, rows: 14 };
const MOST = 2000;

export class ResizeDrag {
  private readonly grid: Grid;
  private readonly commands: Commands;

  constructor(grid: Grid, commands: Commands) {
    this.grid = grid;
    this.commands = commands;
  }

  begin(axis: "rows" | "cols", line: number, start: PointerEvent): { move(e: PointerEvent): void; end(e: PointerEvent): void } {
    const before = (axis === "cols" ? this.grid.cols : this.grid.rows).sizeOf(line);
    const [from, to] = this.span(axis, line);
    let size = before;
    return {
      move: (e) => {
        const by = axis === "cols" ? e.clientX - start.clientX : e.clientY - start.clientY;
        size = Math.round(Math.min(MOST, Math.max(LEAST[axis], before + by)));
        this.grid.previewSize(axis, { from: line, to: line, size });
      },
      end: (e) => {
        if (e.type !== "pointercancel" && size !== before) this.commit(axis, from, to, size);
        else this.grid.previewSize(axis, undefined);
      },
    };
  }

  fit(axis: "rows" | "cols", line: number): void {
    const [from, to] = this.span(axis, line);
    const last = Math.min(to, from + 200);
    const sizes = Array.from({ length: last - from + 1 }, (_, i) => ({
      from: from + i,
      to: from + i,
      size: this.grid.fit(axis, from + i),
    }));
    this.commands.resize(axis, sizes);
  }

  /** All selected lines when the line is one of several that are selected whole. */
  private span(axis: "rows" | "cols", line: number): [number, number] {
    const r = this.grid.selection.range;
    if (axis === "cols" && wholeColumns(r) && line >= r.left && line <= r.right) return [r.left, r.right];
    if (axis === "rows" && wholeRows(r) && line >= r.top && line <= r.bottom) return [r.top, r.bottom];
    return [line, line];
  }

  /** The new size stays on the screen until the book has it. */
  private commit(axis: "rows" | "cols", from: number, to: number, size: number): void {
    this.grid.previewSize(axis, { from, to, size });
    this.commands.resize(axis, [{ from, to, size }]);
    const stop = [this.grid.model.on("info", () => done()), this.grid.model.on("refused", () => done())];
    const done = () => {
      for (const s of stop) s();
      this.grid.previewSize(axis, undefined);
    };
  }
}
