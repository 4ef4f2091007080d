/**
 * The sheet for those who do not see the canvas: a grid of rows and cells in the DOM that mirrors what is on the screen. What has the
 * grid's focus names the active cell of it by aria-activedescendant. Values that change by themselves are brought in once a
 * second, the active cell at once; nothing is announced unasked.
 */
import { type CellView, MAX_COLS, MAX_ROWS, type Rect } from "../model";
import { el } from "./dom";
import { type Cell, cellName, columnName, contains } from "./rects";

export interface MirrorSource {
  cell(row: number, col: number): CellView | undefined;
  /** What is on the screen. */
  window(): Rect;
  active(): Cell;
  selected(cell: Cell): boolean;
  readonly(): boolean;
}

const PACE = 1000;

export class Mirror {
  readonly element = el("div", {
    id: "grid-mirror",
    class: "grid-mirror",
    role: "grid",
    tabindex: 0,
    "aria-label": "Sheet",
    "aria-multiselectable": "true",
    "aria-rowcount": MAX_ROWS + 1,
    "aria-colcount": MAX_COLS + 1,
  });
  /** What can have the grid's focus. */
  readonly holders = new Set<HTMLElement>([this.element]);
  private readonly source: MirrorSource;
  private shown: Rect | undefined;
  private timer = 0;
  private readonly cells = new Map<string, HTMLElement>();

  constructor(source: MirrorSource) {
    this.source = source;
  }

  /** Something changed: brings the mirror up to date within a second. */
  later(): void {
    if (this.timer) return;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      this.sync();
    }, PACE);
  }

  /** The active cell moved or changed: brings it, at least, up to date at once. */
  now(): void {
    const { row, col } = this.source.active();
    const w = this.window();
    if (!this.shown || !contains(this.shown, { row, col })) this.sync();
    else {
      this.update(row, col);
      if (w.top !== this.shown.top || w.left !== this.shown.left) this.later();
    }
    const id = `cell-${row}-${col}`;
    for (const e of this.holders) if (e.getAttribute("aria-activedescendant") !== id) e.setAttribute("aria-activedescendant", id);
    this.later();
  }

  /** What is on the screen, moved as far as needed to have the active cell in it. */
  private window(): Rect {
    const w = this.source.window();
    const a = this.source.active();
    if (contains(w, a)) return w;
    const dr = a.row < w.top ? a.row - w.top : Math.max(0, a.row - w.bottom);
    const dc = a.col < w.left ? a.col - w.left : Math.max(0, a.col - w.right);
    return { top: w.top + dr, bottom: w.bottom + dr, left: w.left + dc, right: w.right + dc };
  }

  private sync(): void {
    const w = this.window();
    const s = this.shown;
    if (!s || s.top !== w.top || s.left !== w.left || s.bottom !== w.bottom || s.right !== w.right) this.build(w);
    for (let row = w.top; row <= w.bottom; row++) for (let col = w.left; col <= w.right; col++) this.update(row, col);
    this.element.setAttribute("aria-readonly", String(this.source.readonly()));
  }

  private build(w: Rect): void {
    this.shown = w;
    this.cells.clear();
    const head = el("div", { role: "row", "aria-rowindex": 1 });
    head.append(el("span", { role: "columnheader", "aria-colindex": 1 }, "Row"));
    for (let col = w.left; col <= w.right; col++)
      head.append(el("span", { role: "columnheader", "aria-colindex": col + 2 }, columnName(col)));
    const rows: HTMLElement[] = [head];
    for (let row = w.top; row <= w.bottom; row++) {
      const line = el("div", { role: "row", "aria-rowindex": row + 2 });
      line.append(el("span", { role: "rowheader", "aria-colindex": 1 }, String(row + 1)));
      for (let col = w.left; col <= w.right; col++) {
        const id = `cell-${row}-${col}`;
        const cell = el("span", { role: "gridcell", id, "aria-colindex": col + 2, "data-cell": cellName({ row, col }) });
        this.cells.set(id, cell);
        line.append(cell);
      }
      rows.push(line);
    }
    this.element.replaceChildren(...rows);
  }

  private update(row: number, col: number): void {
    const e = this.cells.get(`cell-${row}-${col}`);
    if (!e) return;
    const c = this.source.cell(row, col);
    const text = c?.text ?? "";
    if (e.textContent !== text) e.textContent = text;
    const selected = String(this.source.selected({ row, col }));
    if (e.getAttribute("aria-selected") !== selected) e.setAttribute("aria-selected", selected);
    const fault = c?.error ? `${c.error.code} ${c.error.message}` : null;
    if (e.getAttribute("aria-description") !== fault) {
      if (fault === null) e.removeAttribute("aria-description");
      else e.setAttribute("aria-description", fault);
    }
    if (c?.error) e.setAttribute("aria-invalid", "true");
    else if (e.hasAttribute("aria-invalid")) e.removeAttribute("aria-invalid");
  }
}
