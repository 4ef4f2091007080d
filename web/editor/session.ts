/**
 * One edit of one cell, from its beginning to Enter or Esc. The text stands in the cell and in the formula bar at once; the one
 * that has the focus leads. Live updates do not touch it; rows that come or go move it along.
 */

import { Emitter } from "../grid/emitter";
import type { Grid } from "../grid/grid";
import type { Mark } from "../grid/overlay";
import { type Cell, contains, shifted, single } from "../grid/rects";
import { SpillBorder, spread } from "../grid/spillborder";
import type { Widening } from "../grid/widen";
import { loadLater } from "../load";
import type { Input, Op, Ref, Refusal, Shift } from "../model";
import { separatorsOf } from "../number";
import { loadCatalogue } from "./catalogue";
import { Faults, refusedFormula } from "./faults";
import { Field } from "./field";
import { finished } from "./finish";
import { Pointing } from "./pointing";
import { Tip } from "./tip";
import { canPoint, cycleDollars, isFormula, references } from "./tokens";

/** enter: arrows leave the cell; edit: arrows move the caret. */
export type Mode = "enter" | "edit";

/** As much room as an editor should have to the right of its cell's left edge. */
const ROOM = 300;

export interface Editing extends Ref {
  original: string;
  mode: Mode;
  place: "cell" | "bar";
}

export interface SessionEvents {
  begin: Editing;
  end: { committed: boolean };
  /** A formula was refused while another cell is being edited. */
  returned: { error: Refusal; place: Ref; text: string };
}

export class Session {
  readonly events = new Emitter<SessionEvents>();
  readonly bar: Field;
  readonly inCell: Field;
  /** What is being edited, if anything is. */
  editing: Editing | undefined;
  readonly pointing: Pointing;
  readonly grid: Grid;
  readonly tip = new Tip();
  private readonly widening: Widening;
  private readonly faults = new Faults(this);
  /** The array under the active cell: its formula is shown where the cell has none of its own. */
  private readonly spill: SpillBorder;
  private ending = false;

  constructor(grid: Grid, widening: Widening) {
    this.grid = grid;
    this.widening = widening;
    const words = { names: () => grid.model.info.names, sheets: () => grid.model.info.sheets, decimal: () => this.decimal };
    const listen = (place: "cell" | "bar") => ({
      input: () => this.typed(place),
      caret: () => this.caret(place),
      focus: () => this.entered(place),
      blur: () => this.left(),
    });
    this.bar = new Field("bar-field", "Formula bar", listen("bar"), words);
    this.inCell = new Field("cell-field", "Cell editor", listen("cell"), words);
    grid.view.append(this.inCell.element);
    this.wait();
    document.body.append(this.tip.element, this.faults.element);
    this.pointing = new Pointing(grid, this);
    this.spill = new SpillBorder(grid);
    this.spill.events.on("change", () => this.editing || this.showActive());
    grid.events.on("view", () => this.place());
    grid.events.on("sheet", () => this.sheetShown());
    grid.events.on("select", () => this.editing || this.showActive());
    grid.events.on("cells", () => this.editing || this.showActive());
    grid.model.on("shift", (s) => this.shift(s));
    grid.model.on("refused", (r) => this.refused(r.error, r.ops));
    // What typing needs comes when the first cells are shown, and not in their way; or after a while, should they be long in coming.
    const load = () => {
      stop();
      clearTimeout(late);
      void loadCatalogue();
      void loadLater().then(() => {
        this.bar.upgrade();
        this.inCell.upgrade();
      });
    };
    const stop = grid.events.on("cells", () => {
      stop();
      if ("requestIdleCallback" in window) requestIdleCallback(load, { timeout: 1500 });
      else setTimeout(load, 300);
    });
    const late = setTimeout(load, 5000);
  }

  get readonly(): boolean {
    return this.grid.model.role === "viewer";
  }

  /** The decimal sign of the book's locale. */
  get decimal(): string {
    return separatorsOf(this.grid.model.info.locale).decimal;
  }

  /** The field that leads. */
  get field(): Field {
    return this.editing?.place === "bar" ? this.bar : this.inCell;
  }

  get text(): string {
    return this.field.surface.text;
  }

  /** Begins to edit the active cell: with its input, or with another text instead of it. */
  begin(mode: Mode, place: "cell" | "bar" = "cell", text?: string): void {
    if (this.readonly || this.editing) return;
    const { row, col } = this.grid.selection.active;
    const cell = this.grid.cell(row, col);
    // What is not here yet cannot be edited, only replaced.
    if (!cell && text === undefined && contains(this.grid.model.extent(this.grid.sheet) ?? single({ row: -1, col: -1 }), { row, col }))
      return;
    const original = cell?.input ?? "";
    this.editing = { sheet: this.grid.sheet, row, col, original, mode, place };
    const shown = text ?? original;
    this.inCell.element.classList.remove("waiting");
    this.grid.holder.edit();
    this.inCell.element.hidden = place === "bar" ? !this.inSight() : false;
    this.inCell.set(shown);
    this.bar.element.classList.remove("ghost");
    // A click into the bar has put the caret; only what was shown of another cell's formula goes.
    if (place === "cell" || this.bar.surface.text !== shown) this.bar.set(shown);
    this.grid.reveal({ row, col });
    this.place();
    if (place === "cell") this.inCell.surface.focus();
    this.painted();
    this.grid.model.presence(this.grid.sheet, single({ row, col }), true);
    this.events.emit("begin", this.editing);
  }

  /** Puts what was typed into the cell, or into all selected cells, and ends. False when it cannot be put. */
  commit(everywhere = false): boolean {
    const e = this.editing;
    if (!e) return true;
    const text = finished(this.text, this.decimal);
    if (text !== e.original && this.faults.refuses(text)) return false;
    const changed = text !== e.original || everywhere;
    this.end(true);
    if (!changed) return true;
    const here = { sheet: e.sheet, ...single(e) };
    const ops: Op[] = [{ op: "set", range: here, inputs: [text as Input] }];
    if (everywhere) for (const r of this.grid.selection.ranges) ops.push({ op: "copy", source: here, dest: { sheet: e.sheet, ...r } });
    ops.push(...this.widening.typed({ sheet: e.sheet, row: e.row, col: e.col }, text));
    this.widening.edit(ops);
    return true;
  }

  cancel(): void {
    this.end(false);
  }

  private end(committed: boolean): void {
    const e = this.editing;
    if (!e) return;
    this.ending = true;
    this.editing = undefined;
    this.pointing.stop();
    this.tip.hide();
    this.faults.stop();
    this.wait();
    this.grid.mark("references", []);
    if (this.grid.sheet !== e.sheet) this.grid.show(e.sheet);
    this.grid.focus();
    this.ending = false;
    this.showActive();
    this.grid.model.presence(e.sheet, this.grid.selection.range, false);
    this.events.emit("end", { committed });
  }

  /** A key in one of the fields; true when it was taken. */
  toggleMode(): void {
    if (this.editing) this.editing.mode = this.editing.mode === "edit" ? "enter" : "edit";
  }

  /** F4. */
  cycle(): void {
    const s = this.field.surface;
    const c = cycleDollars(s.text, s.to, this.decimal);
    if (!c) return;
    s.replace(c.from, c.to, c.text);
    this.follow();
  }

  newline(): void {
    const s = this.field.surface;
    s.replace(s.from, s.to, "\n");
    this.follow();
  }

  /** Whether a click on a cell or an arrow puts in a reference. */
  get pointable(): boolean {
    if (!this.editing) return false;
    const s = this.field.surface;
    return this.pointing.active || canPoint(s.text, s.to, this.decimal);
  }

  /** The text was changed by a program: brings the other field, colours and tips up to date. */
  follow(): void {
    const s = this.field.surface;
    const other = this.editing?.place === "bar" ? this.inCell : this.bar;
    other.set(s.text, s.from, s.to);
    this.painted();
  }

  /** The text was changed as by typing. */
  retyped(): void {
    this.field.retype();
    this.typed(this.editing?.place ?? "cell");
  }

  private typed(place: "cell" | "bar"): void {
    if (!this.editing) return;
    if (this.editing.place !== place) return;
    this.pointing.stop();
    this.follow();
  }

  private caret(place: "cell" | "bar"): void {
    if (this.editing?.place === place) this.tipNow();
  }

  private entered(place: "cell" | "bar"): void {
    if (!this.editing) {
      if (place === "bar" && !this.readonly) this.begin("edit", "bar");
      return;
    }
    if (this.editing.place === place) return;
    this.editing.place = place;
    this.editing.mode = "edit";
    this.pointing.stop();
    this.painted();
  }

  private left(): void {
    this.tip.hide();
    if (this.ending || !this.editing) return;
    // Leaving for another part of the page keeps what was typed; for another window, leaves the editor as it is.
    setTimeout(() => {
      if (!this.editing || !document.hasFocus()) return;
      const to = document.activeElement;
      if (
        to &&
        to !== document.body &&
        !this.bar.element.contains(to) &&
        !this.inCell.element.contains(to) &&
        !to.closest("[data-keeps-edit]")
      ) {
        const focus = to as HTMLElement;
        if (this.commit()) focus.focus();
        else this.field.surface.focus();
      }
    });
  }

  private sheetShown(): void {
    if (this.editing && this.editing.sheet !== this.grid.sheet) {
      if (!isFormula(this.text)) {
        const shown = this.grid.sheet;
        this.commit();
        this.grid.show(shown);
        return;
      }
      const s = this.field.surface;
      const { text, from, to } = s;
      this.editing.place = "bar";
      this.inCell.element.hidden = true;
      this.bar.set(text, from, to);
      this.bar.surface.focus();
    }
    this.painted();
    if (!this.editing) this.showActive();
  }

  private showActive(): void {
    this.place();
    const { row, col } = this.grid.selection.active;
    const ghost = this.spill.formula;
    const text = ghost || (this.grid.cell(row, col)?.input ?? "");
    this.bar.element.classList.toggle("ghost", ghost !== "");
    this.bar.element.title = ghost ? "The formula of the array that covers this cell" : "";
    if (this.bar.surface.text !== text) this.bar.set(text);
    for (const field of [this.bar, this.inCell]) field.lock(this.readonly);
    const { sheets, names } = this.grid.model.info;
    this.bar.paint(references(text, this.grid.sheet, sheets, names, this.decimal));
  }

  private inSight(): boolean {
    return this.editing !== undefined && this.editing.sheet === this.grid.sheet && this.grid.boxOf(single(this.editing)) !== undefined;
  }

  /** The cell's editor is unseen and empty, and takes what comes. */
  private wait(): void {
    const { element } = this.inCell;
    element.classList.add("waiting");
    element.hidden = false;
    this.grid.holder.wait(this.inCell.rest());
  }

  /** Puts the editor over its cell, or over the active one, where it waits. */
  private place(): void {
    const e = this.editing;
    const f = this.grid.frame;
    const box = !e || e.sheet === this.grid.sheet ? this.grid.boxOf(single(e ?? this.grid.selection.active)) : undefined;
    const node = this.inCell.element;
    node.classList.toggle("away", !box);
    this.grid.painter.leaveOut(e && box ? e : undefined);
    if (!e) {
      // Inside the view, also where the cell is not: the browser would scroll to it.
      const inside = (at: number | undefined, low: number, high: number) => `${Math.max(low, Math.min(at ?? low, high - 2))}px`;
      const [left, top] = [inside(box?.x, f.left0, f.width), inside(box?.y, f.top0, f.height)];
      Object.assign(node.style, { left, top, right: "auto", minWidth: "", maxWidth: "", minHeight: "" });
      return;
    }
    if (!box) return;
    node.hidden = false;
    // Near the right edge it grows to the left, where there is more room.
    const right = Math.max(f.width - box.x - box.w - 1, 1);
    const back = f.width - box.x < ROOM && box.x > f.width / 2;
    node.style.left = back ? "auto" : `${box.x - 1}px`;
    node.style.right = back ? `${right}px` : "auto";
    node.style.top = `${box.y - 1}px`;
    node.style.minWidth = `${box.w + 1}px`;
    node.style.maxWidth = `${Math.max(back ? f.width - right - f.left0 - 8 : f.width - box.x - 16, box.w + 1)}px`;
    node.style.minHeight = `${box.h + 1}px`;
    this.faults.place();
  }

  private painted(): void {
    const e = this.editing;
    if (!e) return;
    const { sheets, names } = this.grid.model.info;
    const text = this.text;
    const refs = references(text, e.sheet, sheets, names, this.decimal);
    this.inCell.paint(refs);
    this.bar.paint(refs);
    this.inCell.grow();
    const marks: Mark[] = [];
    const seen = new Set<number>();
    for (const r of refs) {
      if (r.sheet !== this.grid.sheet || seen.has(r.color)) continue;
      seen.add(r.color);
      marks.push({ class: `reference ref-${r.color}`, rect: r.spill ? spread(this.grid, r.rect) : r.rect });
    }
    this.grid.mark("references", marks);
    this.faults.typed(text);
    this.tipNow();
  }

  private tipNow(): void {
    if (!this.editing || this.faults.shown) return;
    const s = this.field.surface;
    this.tip.show(s.text, s.to, this.field.element.getBoundingClientRect(), s.completing, this.decimal);
  }

  private shift(shifts: readonly Shift[]): void {
    if (!this.editing) return;
    for (const s of shifts) {
      if (s.sheet !== this.editing.sheet) continue;
      const r = shifted(single(this.editing), s);
      if (!r) {
        this.cancel();
        return;
      }
      Object.assign(this.editing, { row: r.top, col: r.left } satisfies Cell);
    }
    this.place();
  }

  /** An edit was refused: a formula that does not parse comes back into the editor, or is handed on when another cell is in it. */
  private refused(error: Refusal, ops: readonly Op[]): void {
    const text = refusedFormula(error, ops);
    if (text === undefined) return;
    const { sheet, top: row, left: col } = ops.find((o) => o.op === "set")!.range;
    if (this.editing) this.events.emit("returned", { error, place: { sheet, row, col }, text });
    else this.resume({ sheet, row, col }, text, error);
  }

  /** Puts a refused formula into the editor again, with what is wrong with it. */
  resume(place: Ref, text: string, fault: Refusal): void {
    if (this.editing) this.cancel();
    this.grid.goto({ sheet: place.sheet, ...single(place) });
    this.begin("edit", "cell", text);
    this.inCell.surface.focus();
    this.faults.learned(text, fault);
  }
}
