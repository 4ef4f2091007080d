/** The mouse, the pen and the finger on the grid. */
import type { Session } from "../editor/session";
import { isFormula } from "../editor/tokens";
import type { Commands } from "./commands";
import { command } from "./dom";
import { FillDrag } from "./filldrag";
import { lineAt } from "./frame";
import type { Grid } from "./grid";
import type { Moves } from "./moves";
import { type Cell, contains, single } from "./rects";
import { ResizeDrag } from "./resize";

/** What lies under a pixel of the view. */
export interface Hit {
  area: "cells" | "column" | "row" | "corner";
  row: number;
  col: number;
  /** The line whose far edge is near: it can be resized. */
  edge?: number;
}

const NEAR = 4;
const HOLD = 500;

export interface PointerNeeds {
  grid: Grid;
  session: Session;
  moves: Moves;
  commands: Commands;
  menu(x: number, y: number, hit: Hit, touch: boolean): void;
}

type Drag = { move(e: PointerEvent): void; end(e: PointerEvent): void; cursor?: string };

export class Pointer {
  private readonly n: PointerNeeds;
  private drag: Drag | undefined;
  private last: PointerEvent | undefined;
  private scrolling = 0;
  private hold = 0;
  /** The last press was on the handle. A press takes the pointer, so the click that follows names the view as its target. */
  private gripped = false;
  private readonly fill: FillDrag;
  private readonly resize: ResizeDrag;

  constructor(needs: PointerNeeds) {
    this.n = needs;
    this.fill = new FillDrag(needs.grid, needs.commands);
    this.resize = new ResizeDrag(needs.grid, needs.commands);
    const { view } = needs.grid;
    view.addEventListener("pointerdown", (e) => this.down(e));
    view.addEventListener("pointermove", (e) => this.move(e));
    view.addEventListener("pointerup", (e) => this.up(e));
    view.addEventListener("pointercancel", (e) => this.up(e));
    view.addEventListener("dblclick", (e) => this.double(e));
    view.addEventListener("contextmenu", (e) => this.context(e));
    view.addEventListener("mousedown", (e) => {
      // Keeps the focus where it is: in the grid, or in the editor that is pointing.
      if (!this.inEditor(e)) e.preventDefault();
    });
    // Where the middle button pastes, it would paste into the active cell, wherever the pointer is.
    view.addEventListener("mouseup", (e) => e.button === 1 && !this.inEditor(e) && e.preventDefault());
  }

  /** What lies under a pointer. */
  hit(e: MouseEvent): Hit {
    const box = this.n.grid.view.getBoundingClientRect();
    const x = e.clientX - box.left;
    const y = e.clientY - box.top;
    const f = this.n.grid.frame;
    const row = lineAt(f.ys, f.top, Math.max(y, f.top0));
    const col = lineAt(f.xs, f.left, Math.max(x, f.left0));
    if (x < f.left0 && y < f.top0) return { area: "corner", row, col };
    if (y < f.top0) return { area: "column", row, col, ...near(f.xs, f.left, x) };
    if (x < f.left0) return { area: "row", row, col, ...near(f.ys, f.top, y) };
    return { area: "cells", row, col };
  }

  private inEditor(e: Event): boolean {
    return this.n.session.inCell.element.contains(e.target as Node);
  }

  private down(e: PointerEvent): void {
    if (this.inEditor(e)) return;
    clearTimeout(this.hold);
    if (e.pointerType === "touch") {
      this.touch(e);
      return;
    }
    if (e.button !== 0) return;
    const hit = this.hit(e);
    const { grid, session, moves } = this.n;
    this.gripped = e.target === grid.overlay.handle;
    if (this.gripped) {
      this.begin(e, this.fill.begin());
      return;
    }
    if (hit.edge !== undefined && grid.model.role !== "viewer") {
      this.begin(e, this.resize.begin(hit.area === "column" ? "cols" : "rows", hit.edge, e));
      return;
    }
    if (session.editing) {
      if (hit.area !== "corner" && isFormula(session.text) && session.pointable) {
        const { pointing } = session;
        const put = (h: Hit, extend: boolean) => {
          if (hit.area !== "cells") pointing.lines(hit.area === "column" ? "cols" : "rows", hit.area === "column" ? h.col : h.row, extend);
          else if (extend) pointing.to(h);
          else pointing.at(h);
        };
        put(hit, e.shiftKey);
        this.begin(e, { move: (m) => put(this.hit(m), true), end: () => undefined });
        return;
      }
      if (!session.commit()) return;
    }
    grid.focus();
    if (hit.area === "corner") {
      moves.everything();
      return;
    }
    if (hit.area !== "cells") {
      const axis = hit.area === "column" ? "cols" : "rows";
      const line = (h: Hit) => (axis === "cols" ? h.col : h.row);
      moves.header(axis, line(hit), e.shiftKey, command(e));
      this.begin(e, { move: (m) => moves.header(axis, line(this.hit(m)), true, false), end: () => undefined });
      return;
    }
    this.selectCell(hit, e.shiftKey, command(e));
    this.begin(e, { move: (m) => this.stretch(this.hit(m)), end: () => undefined });
  }

  private selectCell(cell: Cell, extend: boolean, more: boolean): void {
    this.n.grid.select((s) => {
      s.tabbedFrom = undefined;
      if (extend) s.extend(cell);
      else if (more) s.add(cell);
      else s.pick(cell);
    });
  }

  private stretch(cell: Cell): void {
    const { head } = this.n.grid.selection;
    if (head.row === cell.row && head.col === cell.col) return;
    this.n.grid.select((s) => s.extend(cell), "none");
  }

  private begin(e: PointerEvent, drag: Drag): void {
    this.drag = drag;
    this.last = e;
    this.n.grid.view.setPointerCapture(e.pointerId);
  }

  private move(e: PointerEvent): void {
    if (this.drag) {
      this.last = e;
      this.drag.move(e);
      this.autoScroll();
      return;
    }
    if (e.pointerType === "touch") return;
    const hit = this.hit(e);
    const resizable = hit.edge !== undefined && this.n.grid.model.role !== "viewer";
    this.n.grid.view.style.cursor = resizable
      ? hit.area === "column"
        ? "col-resize"
        : "row-resize"
      : hit.area === "cells" || hit.area === "corner"
        ? "cell"
        : hit.area === "column"
          ? "s-resize"
          : "e-resize";
    if (!resizable && (hit.area === "column" || hit.area === "row")) this.n.grid.view.style.cursor = "default";
  }

  private up(e: PointerEvent): void {
    clearTimeout(this.hold);
    cancelAnimationFrame(this.scrolling);
    this.scrolling = 0;
    const drag = this.drag;
    this.drag = undefined;
    drag?.end(e);
  }

  /** A drag beyond the edge scrolls on while the pointer rests there. */
  private autoScroll(): void {
    if (this.scrolling) return;
    const tick = () => {
      this.scrolling = 0;
      const e = this.last;
      if (!this.drag || !e) return;
      const box = this.n.grid.view.getBoundingClientRect();
      const f = this.n.grid.frame;
      const beyond = (at: number, low: number, high: number) => (at < low ? at - low : at > high ? at - high : 0);
      const dx = beyond(e.clientX, box.left + f.left0, box.right - 4);
      const dy = beyond(e.clientY, box.top + f.top0, box.bottom - 4);
      if (dx === 0 && dy === 0) return;
      const pace = (d: number) => Math.sign(d) * Math.min(60, 4 + Math.abs(d) * 0.5);
      this.n.grid.scrollBy(dx ? pace(dx) : 0, dy ? pace(dy) : 0);
      this.drag.move(e);
      this.scrolling = requestAnimationFrame(tick);
    };
    this.scrolling = requestAnimationFrame(tick);
  }

  /** A tap selects, a second tap on the same cell edits, a long press opens the menu, the handle stretches; panning is the browser's. */
  private touch(e: PointerEvent): void {
    const hit = this.hit(e);
    const { grid, session, moves } = this.n;
    const from = { x: e.clientX, y: e.clientY };
    if (e.target === grid.overlay.handle) {
      this.pull(e);
      return;
    }
    let moved = false;
    let held = false;
    const watch = (m: PointerEvent) => {
      if (Math.hypot(m.clientX - from.x, m.clientY - from.y) > 10) moved = true;
      if (moved) clearTimeout(this.hold);
    };
    grid.view.addEventListener("pointermove", watch);
    this.hold = window.setTimeout(() => {
      moved = true;
      held = true;
      if (hit.area === "cells" && !grid.selection.includes(hit)) this.selectCell(hit, false, false);
      this.n.menu(from.x, from.y, hit, true);
    }, HOLD);
    // After a long press the browser must not make a click of the finger's leaving.
    const still = (t: TouchEvent) => held && t.preventDefault();
    grid.view.addEventListener("touchend", still, { once: true, passive: false });
    const done = (u: PointerEvent) => {
      clearTimeout(this.hold);
      grid.view.removeEventListener("pointermove", watch);
      grid.view.removeEventListener("pointerup", done);
      grid.view.removeEventListener("pointercancel", done);
      if (moved || u.type === "pointercancel") return;
      if (session.editing) {
        if (hit.area === "cells" && isFormula(session.text) && session.pointable) {
          session.pointing.at(hit);
          return;
        }
        session.commit();
      }
      if (hit.area === "column" || hit.area === "row")
        moves.header(hit.area === "column" ? "cols" : "rows", hit.area === "column" ? hit.col : hit.row, false, false);
      else if (hit.area === "corner") moves.everything();
      else this.tap(hit);
    };
    grid.view.addEventListener("pointerup", done);
    grid.view.addEventListener("pointercancel", done);
  }

  private tap(cell: Cell): void {
    const { grid, session } = this.n;
    const again = !grid.selection.multiple && contains(single(grid.selection.active), cell);
    this.selectCell(cell, false, false);
    if (again && !session.readonly) session.begin("edit");
    else grid.focus();
  }

  /** A finger on the handle takes the selection along, where a mouse fills: to a finger there is no other way to select a range. */
  private pull(from: PointerEvent): void {
    let moved = false;
    this.begin(from, {
      move: (e) => {
        moved ||= Math.hypot(e.clientX - from.clientX, e.clientY - from.clientY) > 10;
        if (moved) this.stretch(this.hit(e));
      },
      end: (e) => {
        if (!moved && e.type !== "pointercancel") this.tap(this.hit(e));
      },
    });
  }

  private double(e: MouseEvent): void {
    if (this.inEditor(e)) return;
    const hit = this.hit(e);
    const { session } = this.n;
    if (this.gripped) {
      void this.fill.double();
      return;
    }
    if (hit.edge !== undefined) {
      this.resize.fit(hit.area === "column" ? "cols" : "rows", hit.edge);
      return;
    }
    if (hit.area === "cells" && !session.editing) session.begin("edit");
  }

  private context(e: MouseEvent): void {
    if (this.inEditor(e)) return;
    e.preventDefault();
    // A long press is told by its own timer.
    if ((e as PointerEvent).pointerType === "touch") return;
    const hit = this.hit(e);
    const { grid, session, moves } = this.n;
    if (session.editing && !session.commit()) return;
    if (hit.area === "cells" && !grid.selection.includes(hit)) this.selectCell(hit, false, false);
    if (hit.area === "column" || hit.area === "row") {
      const axis = hit.area === "column" ? "cols" : "rows";
      const line = axis === "cols" ? hit.col : hit.row;
      const r = grid.selection.range;
      const inside = axis === "cols" ? r.left <= line && line <= r.right && r.top === 0 : r.top <= line && line <= r.bottom && r.left === 0;
      if (!inside || !grid.selection.multiple) moves.header(axis, line, false, false);
    }
    grid.focus();
    this.n.menu(e.clientX, e.clientY, hit, false);
  }
}

function near(edges: Float64Array, first: number, at: number): { edge?: number } {
  const line = lineAt(edges, first, at);
  const i = line - first;
  if (edges[i + 1]! - at <= NEAR) return { edge: line };
  if (line > 0 && at - edges[i]! < NEAR) return { edge: line - 1 };
  return {};
}
