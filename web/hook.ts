/** What browser tests hold on to where a canvas shows nothing to hold: window.freshet. It can read and look, not change. */

import { parseRect } from "./grid/rects";
import type { CellView, Model, Position } from "./model";
import type { Workbook } from "./workbook";

export interface FreshetHook {
  /** The box of a cell or range of the shown sheet in page pixels; undefined when it is out of sight. */
  rect(ref: string): { x: number; y: number; width: number; height: number } | undefined;
  /** A cell of the shown sheet as it is shown. */
  cell(ref: string): CellView | undefined;
  position(): Position | undefined;
  state(): { state: string; saved: string; sheet: number; active: string; editing: boolean };
  /** Brings a cell into sight. */
  reveal(ref: string): void;
}

declare global {
  interface Window {
    freshet?: FreshetHook;
  }
}

export function testHook(w: Workbook, model: Model): void {
  window.freshet = {
    rect(ref) {
      const r = parseRect(ref);
      const box = r && w.grid.boxOf(r);
      if (!box) return undefined;
      const at = w.grid.view.getBoundingClientRect();
      return { x: at.left + box.x, y: at.top + box.y, width: box.w, height: box.h };
    },
    cell(ref) {
      const r = parseRect(ref);
      return r && w.grid.cell(r.top, r.left);
    },
    position: () => model.position,
    state() {
      const a = w.grid.selection.active;
      return {
        state: model.state,
        saved: model.saved,
        sheet: w.grid.sheet,
        active: `${a.row},${a.col}`,
        editing: w.session.editing !== undefined,
      };
    },
    reveal(ref) {
      const r = parseRect(ref);
      if (r) w.grid.reveal({ row: r.top, col: r.left });
    },
  };
}
