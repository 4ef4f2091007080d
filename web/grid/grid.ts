/**
 * The grid: what is shown of one sheet, what is selected, and when which part is painted. It listens to the model and knows
 * nothing of keys, pointers, clipboards and editors: those act on it through its methods.
 */
import {
  type CellsChange,
  type CellView,
  MAX_COLS,
  MAX_ROWS,
  type Model,
  type Range,
  type Rect,
  type Sheet,
  type Shift,
  type Size,
} from "../model";
import { el } from "./dom";
import { Emitter } from "./emitter";
import { Flags } from "./flags";
import { Flashes } from "./flash";
import { Focus } from "./focus";
import { type Box, type Frame, frameOf, HEADER_HEIGHT, headerWidth, rectBox } from "./frame";
import { Lines, overlaid } from "./lines";
import { Mirror } from "./mirror";
import { type Mark, Overlay } from "./overlay";
import { Painter } from "./paint";
import { type Cell, clampCell, wholeColumns, wholeRows } from "./rects";
import { nearest, Scroller } from "./scroll";
import { Selection } from "./selection";
import { Sparks } from "./sparks";
import { readTheme, type Theme, watchDensity, watchTheme } from "./theme";

export const ROW_HEIGHT = 24;
export const COL_WIDTH = 100;

export interface GridEvents {
  /** The selection or the active cell changed. */
  select: Selection;
  /** Another sheet is shown. */
  sheet: number;
  /** The grid was painted anew: scrolled, resized, restyled. */
  view: Frame;
  /** Cells of the shown sheet look different. */
  cells: CellsChange;
}

interface Place {
  selection: Selection;
  x: number;
  y: number;
}

export class Grid {
  readonly events = new Emitter<GridEvents>();
  readonly element = el("div", { class: "grid" });
  readonly view = el("div", { class: "grid-view" });
  readonly scroll: Scroller;
  readonly overlay = new Overlay();
  readonly mirror: Mirror;
  readonly holder: Focus;
  readonly rows = new Lines(MAX_ROWS, ROW_HEIGHT);
  readonly cols = new Lines(MAX_COLS, COL_WIDTH);
  selection = new Selection();
  sheet = 0;
  /** Marks of the editor and the clipboard, by who put them there. */
  readonly marks = new Map<string, Mark[]>();
  /** What must be kept current although it is not in sight, by who asked. */
  readonly pins = new Map<string, Range[]>();
  frame: Frame;
  readonly model: Model;

  private readonly box = el("div", { class: "grid-scroll", tabindex: -1 });
  private readonly sizer = el("div", { class: "grid-sizer" });
  private readonly canvas = el("canvas", { class: "grid-canvas", "aria-hidden": "true" });
  private readonly flashes = new Flashes();
  private readonly sparks: Sparks;
  private readonly flags = new Flags(() => this.refresh("overlay"));
  readonly painter: Painter;
  private theme: Theme;
  private readonly places = new Map<number, Place>();
  private preview: { axis: "rows" | "cols"; size: Size } | undefined;
  private dirtyRows: number[] = [];
  private dirtyCols: number[] = [];
  private stale = { all: true, overlay: true, headers: false, size: true };
  private asked = 0;

  constructor(host: HTMLElement, model: Model, api: string) {
    this.model = model;
    this.theme = readTheme();
    this.sparks = new Sparks(api, model, (row, col) => this.dirty(row, col));
    this.painter = new Painter(
      this.canvas,
      {
        cell: (row, col) => this.cell(row, col),
        extent: () => this.model.extent(this.sheet),
        spark: (row, col) => this.sparks.values(this.sheet, row, col),
        distance: (col, to) => this.cols.offset(col) - this.cols.offset(to),
        columnState: (col) => this.selection.covers("cols", col),
        rowState: (row) => this.selection.covers("rows", row),
      },
      this.theme,
    );
    this.mirror = new Mirror({
      cell: (row, col) => this.cell(row, col),
      window: () => this.frame,
      active: () => this.selection.active,
      selected: (cell) => this.selection.includes(cell),
      readonly: () => this.model.role === "viewer",
    });
    this.holder = new Focus(this.mirror);
    this.view.append(this.mirror.element, this.canvas, this.flashes.canvas, this.overlay.element);
    this.sizer.append(this.view);
    this.box.append(this.sizer);
    this.element.append(this.box);
    host.append(this.element);
    this.frame = frameOf(this.rows, this.cols, 0, 0, 1, 1, 1);
    this.scroll = new Scroller(this.box, this.sizer, () => {
      this.reach();
      this.stale.all = true;
      this.draw();
    });
    new ResizeObserver(() => this.resized()).observe(this.box);
    watchDensity(() => this.refresh("all"));
    watchTheme(() => this.restyle());
    document.fonts.ready.then(() => this.restyle());
    document.fonts.addEventListener("loadingdone", () => this.restyle());
    model.on("cells", (c) => this.changed(c));
    model.on("info", () => this.informed());
    model.on("presence", () => this.refresh("overlay"));
    model.on("shift", (shifts) => this.shift(shifts));
    model.on("extent", ({ sheet }) => sheet === this.sheet && this.refresh("size"));
    this.informed();
  }

  /** A cell of the shown sheet; undefined while it is not loaded. */
  cell(row: number, col: number): CellView | undefined {
    return this.model.cell(this.sheet, row, col);
  }

  /** The shown sheet; undefined before the book is there. */
  get tab(): Sheet | undefined {
    return this.model.info.sheets.find((s) => s.id === this.sheet);
  }

  /** The rectangle at hand, with its sheet. */
  get range(): Range {
    return { sheet: this.sheet, ...this.selection.range };
  }

  focus(): void {
    this.holder.take();
  }

  /** Shows another sheet where it was left. */
  show(sheet: number): void {
    if (sheet === this.sheet || !this.model.info.sheets.some((s) => s.id === sheet)) return;
    if (this.sheet) this.places.set(this.sheet, { selection: this.selection, x: this.scroll.x.offset, y: this.scroll.y.offset });
    const place = this.places.get(sheet) ?? { selection: new Selection(), x: 0, y: 0 };
    this.sheet = sheet;
    this.selection = place.selection;
    this.flashes.clear();
    this.mirror.element.setAttribute("aria-label", `Sheet ${this.tab?.name ?? ""}`);
    this.sizes();
    this.scroll.y.offset = 0;
    this.measure(place.x, place.y);
    this.scroll.to(place.x, place.y);
    this.refresh("all");
    this.events.emit("sheet", sheet);
    this.selected();
  }

  /** Changes the selection, then shows and tells it. */
  select(change: (s: Selection) => void, reveal: Cell | "active" | "head" | "none" = "head"): void {
    change(this.selection);
    if (reveal === "active") this.reveal(this.selection.active);
    else if (reveal === "head") this.reveal(this.selection.head);
    else if (reveal !== "none") this.reveal(reveal);
    this.selected();
  }

  private selected(): void {
    this.stale.headers = true;
    this.refresh("overlay");
    this.mirror.now();
    this.events.emit("select", this.selection);
  }

  /** Goes to a place, on whichever sheet. */
  goto(range: Range): void {
    this.show(range.sheet);
    this.select((s) => {
      s.take({ top: range.top, left: range.left, bottom: range.bottom, right: range.right });
      s.tabbedFrom = undefined;
    }, "active");
  }

  /** Scrolls as little as needed to have a cell in sight; whole rows and columns do not move the other axis. */
  reveal(cell: Cell): void {
    const c = clampCell(cell);
    const { x, y } = this.scroll;
    const range = this.selection.range;
    const top = wholeColumns(range) ? y.offset : nearest(y.offset, y.window, this.rows.offset(c.row), this.rows.sizeOf(c.row));
    // Higher row numbers make wider headers, hence a narrower window onto the columns.
    this.measure(x.offset, top);
    const left = wholeRows(range) ? x.offset : nearest(x.offset, x.window, this.cols.offset(c.col), this.cols.sizeOf(c.col));
    if (left === x.offset && top === y.offset) return;
    this.measure(left, top);
    this.scroll.to(left, top);
    this.stale.all = true;
    this.draw();
  }

  /** Scrolls by pixels. */
  scrollBy(dx: number, dy: number): void {
    const { x, y } = this.scroll;
    this.measure(x.offset + dx, y.offset + dy);
    this.scroll.to(x.offset + dx, y.offset + dy);
    this.stale.all = true;
    this.draw();
  }

  /** How many whole rows fit. */
  get page(): number {
    return Math.max(1, this.frame.bottom - this.frame.top - 1);
  }

  /** The box of a rectangle in the view's pixels; undefined when it is out of sight. */
  boxOf(rect: Rect): Box | undefined {
    return rectBox(this.frame, rect);
  }

  /** Puts marks of one owner over the cells; an empty list takes them away. */
  mark(owner: string, marks: Mark[]): void {
    if (marks.length === 0 && !this.marks.has(owner)) return;
    this.marks.set(owner, marks);
    this.refresh("overlay");
  }

  pin(owner: string, ranges: Range[]): void {
    this.pins.set(owner, ranges);
    this.tellView();
  }

  /** Shows another size of lines until the model has it; undefined ends that. */
  previewSize(axis: "rows" | "cols", size: Size | undefined): void {
    this.preview = size && { axis, size };
    this.sizes();
    this.refresh("size");
  }

  /** The width a column, or height a row, needs for what is in sight. */
  fit(axis: "rows" | "cols", line: number): number {
    if (axis === "cols") return Math.min(Math.max(this.painter.widest(line), 40), 600);
    let most = 1;
    for (let col = this.frame.left; col <= this.frame.right; col++)
      most = Math.max(most, this.cell(line, col)?.text.split("\n").length ?? 1);
    return most === 1 ? ROW_HEIGHT : 6 + most * 18;
  }

  /** Asks for a repaint with the next frame. */
  refresh(part: "all" | "overlay" | "size"): void {
    this.stale[part] = true;
    this.ask();
  }

  private dirty(row: number, col: number): void {
    this.dirtyRows.push(row);
    this.dirtyCols.push(col);
    this.ask();
  }

  private ask(): void {
    if (!this.asked) this.asked = requestAnimationFrame(() => this.draw());
  }

  private changed(c: CellsChange): void {
    this.sparks.changed(c);
    if (c.sheet !== this.sheet) return;
    if (c.all) {
      this.refresh("all");
      this.mirror.now();
    } else {
      const now = performance.now();
      for (let i = 0; i < c.rows.length; i++) {
        const row = c.rows[i]!;
        const col = c.cols[i]!;
        if (row < this.frame.top || row > this.frame.bottom || col < this.frame.left - 16 || col > this.frame.right) continue;
        this.dirty(row, col);
        if (c.live && col >= this.frame.left) this.flashes.add(row, col, c.trend[i]!, now);
        if (row === this.selection.active.row && col === this.selection.active.col) this.mirror.now();
      }
      this.mirror.later();
    }
    this.events.emit("cells", c);
  }

  private informed(): void {
    const { sheets } = this.model.info;
    if (sheets.length === 0) return;
    if (!sheets.some((s) => s.id === this.sheet)) this.show(sheets[0]!.id);
    this.sizes();
    this.refresh("size");
  }

  private shift(shifts: readonly Shift[]): void {
    for (const s of shifts) (s.sheet === this.sheet ? this.selection : this.places.get(s.sheet)?.selection)?.shift(s);
    this.refresh("all");
    this.selected();
  }

  private sizes(): void {
    const p = this.preview;
    this.rows.resize(overlaid(this.tab?.heights ?? [], p?.axis === "rows" ? p.size : undefined));
    this.cols.resize(overlaid(this.tab?.widths ?? [], p?.axis === "cols" ? p.size : undefined));
  }

  /** How far the scrollbar reaches: beyond what is used and what is looked at, so that its thumb tells something. */
  private measure(left = this.scroll.x.offset, top = this.scroll.y.offset): void {
    const extent = this.model.extent(this.sheet);
    const h = Math.max(1, this.box.clientHeight - HEADER_HEIGHT);
    const w = Math.max(1, this.box.clientWidth - headerWidth(this.rows.at(top + h)));
    const active = this.selection.active;
    const x = Math.max(this.cols.offset(Math.min(MAX_COLS, Math.max(extent?.right ?? 0, active.col) + 6)), left + 3 * w);
    const y = Math.max(this.rows.offset(Math.min(MAX_ROWS, Math.max(extent?.bottom ?? 0, active.row) + 60)), top + 12 * h);
    this.scroll.measure(Math.min(this.cols.total, x), Math.min(this.rows.total, y), w, h);
  }

  /** Grows the sheet ahead of the one who scrolls. */
  private reach(): void {
    const { x, y } = this.scroll;
    const near = y.maxOffset - y.offset < 4 * y.window && y.length < this.rows.total;
    if (near || (x.maxOffset - x.offset < x.window / 2 && x.length < this.cols.total)) this.measure();
  }

  /** The box has another size, or its first. */
  resized(): void {
    this.view.style.width = `${this.box.clientWidth}px`;
    this.view.style.height = `${this.box.clientHeight}px`;
    this.stale.size = true;
    this.draw();
  }

  private restyle(): void {
    this.theme = readTheme();
    this.painter.retheme(this.theme);
    this.refresh("all");
  }

  private draw(): void {
    cancelAnimationFrame(this.asked);
    this.asked = 0;
    const s = this.stale;
    const { clientWidth: width, clientHeight: height } = this.box;
    if (width < 1 || height < 1) return;
    // While the book is on its way, an empty sheet is the place where it will be, and what will be seen is asked for.
    if (!this.sheet) {
      this.frame = frameOf(this.rows, this.cols, 0, 0, width, height, devicePixelRatio);
      this.painter.full(this.frame);
      this.tellView();
      return;
    }
    if (s.size) {
      this.measure();
      s.all = true;
    }
    if (s.all) {
      this.frame = frameOf(this.rows, this.cols, this.scroll.x.offset, this.scroll.y.offset, width, height, devicePixelRatio);
      this.painter.full(this.frame);
      s.overlay = true;
      this.tellView();
      this.mirror.later();
    } else {
      if (this.dirtyRows.length > 0) this.painter.cells(this.dirtyRows, this.dirtyCols);
      if (s.headers) this.painter.headers();
    }
    if (s.overlay) this.drawOverlay();
    const moved = s.all;
    this.dirtyRows = [];
    this.dirtyCols = [];
    this.stale = { all: false, overlay: false, headers: false, size: false };
    this.drawFlashes();
    if (moved) this.events.emit("view", this.frame);
  }

  private drawOverlay(): void {
    const marks = [...this.flags.marks(this.model.others, this.sheet), ...[...this.marks.values()].flat()];
    this.overlay.paint(this.frame, this.selection.ranges, this.selection.active, marks, this.model.role !== "viewer");
  }

  private drawFlashes(): void {
    if (this.flashes.paint(this.frame, this.theme)) this.ask();
  }

  private tellView(): void {
    const { top, left, bottom, right } = this.frame;
    this.model.view(this.sheet, { top, left, bottom, right }, [...this.pins.values()].flat());
  }
}
