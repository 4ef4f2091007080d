/** The border around the array that the active cell belongs to, and the formula that the array comes from. */
import type { Rect, Ref, Spill } from "../model";
import { Emitter } from "./emitter";
import type { Grid } from "./grid";
import { contains } from "./rects";

/** How far an array spreads from its cell, as far as it is in sight. */
export function spread(grid: Pick<Grid, "cell" | "frame">, from: Rect): Rect {
  let { bottom, right } = from;
  while (right < grid.frame.right && grid.cell(from.top, right + 1)?.spilled) right++;
  while (bottom < grid.frame.bottom && grid.cell(bottom + 1, from.left)?.spilled) bottom++;
  return { ...from, bottom, right };
}

export class SpillBorder {
  readonly events = new Emitter<{ change: Spill | undefined }>();
  private readonly grid: Grid;
  /** The array under the active cell. */
  private found: Spill | undefined;
  private asked = 0;

  constructor(grid: Grid) {
    this.grid = grid;
    grid.events.on("select", () => this.look());
    grid.events.on("cells", (c) => {
      const { row, col } = grid.selection.active;
      const r = this.found?.range;
      // An array that grows covers neighbours first.
      const near = (y: number, x: number) =>
        (y === row && x === col) || (r && y >= r.top - 1 && y <= r.bottom + 1 && x >= r.left - 1 && x <= r.right + 1);
      if (c.all || c.rows.some((y, i) => near(y, c.cols[i]!))) this.look();
    });
  }

  /** The formula whose array covers the active cell from elsewhere; "" when none does. */
  get formula(): string {
    const { row, col } = this.grid.selection.active;
    const s = this.found;
    return s && (s.range.top !== row || s.range.left !== col) ? s.input : "";
  }

  private look(): void {
    const { row, col } = this.grid.selection.active;
    const at: Ref = { sheet: this.grid.sheet, row, col };
    const turn = ++this.asked;
    if (this.found && (this.found.range.sheet !== at.sheet || !contains(this.found.range, at))) this.show(undefined);
    if (!this.belongs(at)) {
      this.show(undefined);
      return;
    }
    this.grid.model.spill(at).then(
      (s) => turn === this.asked && this.show(s),
      () => undefined,
    );
  }

  /** Whether the cell can be part of an array, as far as can be seen from here. */
  private belongs({ row, col }: Ref): boolean {
    const c = this.grid.cell(row, col);
    if (c?.spilled || (c?.formula && c.error?.code === "#SPILL!")) return true;
    return c?.formula === true && (this.grid.cell(row, col + 1)?.spilled === true || this.grid.cell(row + 1, col)?.spilled === true);
  }

  private show(s: Spill | undefined): void {
    if (s === this.found) return;
    this.found = s;
    const corner = s && this.grid.cell(s.range.top, s.range.left);
    const blocked = corner?.error?.code === "#SPILL!";
    this.grid.mark("spill", s && s.range.sheet === this.grid.sheet ? [{ class: blocked ? "spill blocked" : "spill", rect: s.range }] : []);
    this.events.emit("change", s);
  }
}
