/** Paints the cells of a frame on a canvas: all of them, or only what is dirty. */
import type { CellView, Rect } from "../model";
import { type Frame, lineAt } from "./frame";
import { columnName } from "./rects";
import { paintSpark } from "./spark";
import { TextPen } from "./text";
import { FONT_SIZE, readable, type Theme } from "./theme";

/** What the painter asks of the grid. */
export interface PaintSource {
  cell(row: number, col: number): CellView | undefined;
  extent(): Rect | undefined;
  spark(row: number, col: number): readonly number[] | undefined;
  /** How a column or row header looks: 0 plain, 1 touched by the selection, 2 selected whole. */
  columnState(col: number): number;
  rowState(row: number): number;
}

const PAD = 6;
const LOOK_LEFT = 16;
const LINE = 18;

export class Painter {
  private readonly ctx: CanvasRenderingContext2D;
  private readonly pen: TextPen;
  private readonly source: PaintSource;
  private theme: Theme;
  private frame: Frame | undefined;
  /** Whether anything in a visible row reached over its cell when it was last painted. */
  private reaching = new Uint8Array(0);

  constructor(canvas: HTMLCanvasElement, source: PaintSource, theme: Theme) {
    this.ctx = canvas.getContext("2d", { alpha: false })!;
    this.pen = new TextPen(this.ctx);
    this.source = source;
    this.theme = theme;
    this.pen.reset(theme.font);
  }

  retheme(theme: Theme): void {
    this.theme = theme;
    this.pen.reset(theme.font);
  }

  /** Paints everything. The canvas is resized when the frame asks for it. */
  full(f: Frame): void {
    this.frame = f;
    const canvas = this.ctx.canvas;
    const w = Math.round(f.width * f.dpr);
    const h = Math.round(f.height * f.dpr);
    if (canvas.width !== w || canvas.height !== h) {
      canvas.width = w;
      canvas.height = h;
      this.pen.lost();
    }
    this.ctx.setTransform(f.dpr, 0, 0, f.dpr, 0, 0);
    this.reaching = new Uint8Array(f.bottom - f.top + 1);
    this.ctx.fillStyle = this.theme.outside;
    this.ctx.fillRect(0, 0, f.width, f.height);
    this.band(f, 0, f.bottom - f.top, 0, f.right - f.left);
    this.headers();
  }

  /** Paints some cells again. */
  cells(rows: readonly number[], cols: readonly number[]): void {
    const f = this.frame;
    if (!f) return;
    const whole = new Set<number>();
    for (let k = 0; k < rows.length; k++) {
      const i = rows[k]! - f.top;
      const j = cols[k]! - f.left;
      if (i < 0 || i > f.bottom - f.top || j > f.right - f.left) continue;
      if (this.reaching[i] || j < 0 || this.reaches(rows[k]!, cols[k]!)) whole.add(i);
      else if (!whole.has(i)) this.band(f, i, i, j, j);
    }
    for (const i of whole) {
      this.reaching[i] = 0;
      this.band(f, i, i, 0, f.right - f.left);
    }
    this.cover(f);
  }

  /** Paints only the headers: the selection moved. */
  headers(): void {
    const f = this.frame;
    if (!f) return;
    const { ctx, theme, pen } = this;
    const px = 1 / f.dpr;
    pen.use(false, false, 12);
    ctx.textAlign = "center";
    ctx.fillStyle = theme.headerBg;
    ctx.fillRect(0, 0, f.width, f.top0);
    ctx.fillRect(0, 0, f.left0, f.height);
    for (let col = f.left; col <= f.right; col++) {
      const x = Math.max(f.xs[col - f.left]!, f.left0);
      const end = f.xs[col - f.left + 1]!;
      const state = this.source.columnState(col);
      if (state > 0) {
        ctx.fillStyle = state > 1 ? theme.accent : theme.headerActiveBg;
        ctx.fillRect(x, 0, end - x, f.top0);
      }
      ctx.fillStyle = state > 1 ? theme.bg : state === 1 ? theme.headerActiveInk : theme.headerInk;
      this.clipped(columnName(col), (f.xs[col - f.left]! + end) / 2, f.top0 / 2 + 4.3, x, 0, end - x, f.top0);
      ctx.fillStyle = theme.headerLine;
      ctx.fillRect(end - px, 0, px, f.top0);
    }
    for (let row = f.top; row <= f.bottom; row++) {
      const y = Math.max(f.ys[row - f.top]!, f.top0);
      const end = f.ys[row - f.top + 1]!;
      const state = this.source.rowState(row);
      if (state > 0) {
        ctx.fillStyle = state > 1 ? theme.accent : theme.headerActiveBg;
        ctx.fillRect(0, y, f.left0, end - y);
      }
      ctx.fillStyle = state > 1 ? theme.bg : state === 1 ? theme.headerActiveInk : theme.headerInk;
      this.clipped(String(row + 1), f.left0 / 2, (f.ys[row - f.top]! + end) / 2 + 4.3, 0, y, f.left0, end - y);
      ctx.fillStyle = theme.headerLine;
      ctx.fillRect(0, end - px, f.left0, px);
    }
    this.cover(f);
  }

  /** The corner and the two lines under the headers. */
  private cover(f: Frame): void {
    const { ctx, theme } = this;
    const px = 1 / f.dpr;
    ctx.fillStyle = theme.headerBg;
    ctx.fillRect(0, 0, f.left0, f.top0);
    ctx.fillStyle = theme.headerLine;
    ctx.fillRect(0, f.top0 - px, f.width, px);
    ctx.fillRect(f.left0 - px, 0, px, f.height);
  }

  /** Text cut at a box when its middle would reach over (a half hidden header). */
  private clipped(text: string, x: number, y: number, bx: number, by: number, bw: number, bh: number): void {
    const { ctx } = this;
    if (bw <= 0 || bh <= 0) return;
    const w = this.pen.width(text);
    if (x - w / 2 >= bx && x + w / 2 <= bx + bw && y - 10 >= by && y <= by + bh) {
      ctx.fillText(text, x, y);
      return;
    }
    ctx.save();
    ctx.beginPath();
    ctx.rect(bx, by, bw, bh);
    ctx.clip();
    ctx.fillText(text, x, y);
    ctx.restore();
    this.pen.lost();
    this.pen.use(false, false, 12);
    ctx.textAlign = "center";
  }

  /** Ground, lines and cells of a block given by indices into the frame. */
  private band(f: Frame, i0: number, i1: number, j0: number, j1: number): void {
    const { ctx, theme } = this;
    const px = 1 / f.dpr;
    const x0 = Math.max(f.xs[j0]!, f.left0);
    const y0 = Math.max(f.ys[i0]!, f.top0);
    const x1 = f.xs[j1 + 1]!;
    const y1 = f.ys[i1 + 1]!;
    if (x1 <= x0 || y1 <= y0) return;
    ctx.save();
    ctx.beginPath();
    ctx.rect(x0, y0, x1 - x0, y1 - y0);
    ctx.clip();
    ctx.fillStyle = theme.bg;
    ctx.fillRect(x0, y0, x1 - x0, y1 - y0);
    ctx.fillStyle = theme.line;
    for (let i = i0; i <= i1; i++) ctx.fillRect(x0, f.ys[i + 1]! - px, x1 - x0, px);
    for (let j = j0; j <= j1; j++) ctx.fillRect(f.xs[j + 1]! - px, y0, px, y1 - y0);
    this.pen.lost();
    const extent = this.source.extent();
    for (let i = i0; i <= i1; i++) {
      if (j0 === 0) this.fromLeft(f, i);
      for (let j = j0; j <= j1; j++) this.cell(f, i, j, extent);
    }
    ctx.restore();
    this.pen.lost();
  }

  /** Text of a cell to the left of the frame that reaches into it. */
  private fromLeft(f: Frame, i: number): void {
    for (let col = f.left - 1; col >= Math.max(0, f.left - LOOK_LEFT); col--) {
      const c = this.source.cell(f.top + i, col);
      if (!c || c.kind === "blank") continue;
      if (c.kind === "text" && this.reaches(f.top + i, col)) this.text(f, i, col - f.left, c);
      return;
    }
  }

  private cell(f: Frame, i: number, j: number, extent: Rect | undefined): void {
    const row = f.top + i;
    const col = f.left + j;
    const c = this.source.cell(row, col);
    const { ctx, theme } = this;
    const x = f.xs[j]!;
    const y = f.ys[i]!;
    const w = f.xs[j + 1]! - x;
    const h = f.ys[i + 1]! - y;
    if (!c) {
      if (extent && row <= extent.bottom && col <= extent.right && w > 24) {
        ctx.fillStyle = theme.skeleton;
        ctx.beginPath();
        ctx.roundRect(x + PAD, y + h / 2 - 3, Math.min(w - 2 * PAD, 26 + ((row * 7 + col * 13) % 30)), 6, 3);
        ctx.fill();
      }
      return;
    }
    const px = 1 / f.dpr;
    if (c.format.fill) {
      ctx.fillStyle = c.format.fill;
      ctx.fillRect(x, y, w - px, h - px);
    }
    if (c.reading) {
      ctx.fillStyle = theme.accent;
      ctx.globalAlpha = 0.55;
      ctx.fillRect(x, y + 4, 2, h - 8 - px);
      ctx.globalAlpha = 1;
    }
    if (c.error) {
      ctx.fillStyle = theme.error;
      ctx.beginPath();
      ctx.moveTo(x + w - px - 6, y);
      ctx.lineTo(x + w - px, y);
      ctx.lineTo(x + w - px, y + 6);
      ctx.fill();
    }
    if (c.kind === "blank" && c.text === "") return;
    this.text(f, i, j, c);
  }

  /** The words of a cell; j may lie to the left of the frame. */
  private text(f: Frame, i: number, j: number, c: CellView): void {
    const { ctx, theme, pen } = this;
    const row = f.top + i;
    const col = f.left + j;
    const x = this.edge(f, j);
    const w = this.edge(f, j + 1) - x;
    const y = f.ys[i]!;
    const h = f.ys[i + 1]! - y;
    pen.use(c.format.bold === true, c.format.italic === true);
    const ground = c.format.fill ?? theme.bg;
    const ink = c.format.color ?? (c.error ? theme.error : c.pending ? theme.muted : theme.ink);
    ctx.fillStyle = c.format.color || c.format.fill ? readable(ink, ground) : ink;
    let room = w - 2 * PAD;
    let start = x;
    if (c.format.kind === "sparkline") {
      const values = this.source.spark(row, col);
      const label = c.text === "" ? 0 : Math.min(pen.width(c.text) + 8, w * 0.6);
      if (values) {
        const fillStyle = ctx.fillStyle;
        paintSpark(ctx, values, x + PAD, y + 5, w - 2 * PAD - label - 2, h - 10, theme.spark, theme.sparkFill);
        ctx.fillStyle = fillStyle;
        room = label;
        start = x + w - 2 * PAD - label;
      }
    }
    const align = alignment(c);
    if (c.text.includes("\n")) {
      this.lines(c, align, x, y, w, h);
      return;
    }
    let shown = c.text;
    let width = pen.width(shown);
    let from = x;
    let to = x + w;
    if (width > room) {
      if (c.kind === "text" || c.kind === "array") {
        const reach = this.reach(f, i, j, c, align, width);
        from = reach.from;
        to = reach.to;
        if (from < x || to > x + w) this.reaching[i] = 1;
      } else {
        shown = this.squeeze(c, room);
        width = pen.width(shown);
      }
    }
    const base = Math.round((y + (h - 1) / 2 + FONT_SIZE * 0.355) * f.dpr) / f.dpr;
    const at = align === "right" ? start + (w - (start - x)) - PAD : align === "center" ? x + w / 2 : x + PAD;
    ctx.textAlign = align;
    const left = align === "right" ? at - width : align === "center" ? at - width / 2 : at;
    const tight = left < from + 1 || left + width > to - 1 || h < FONT_SIZE + 2;
    if (from < x || to > x + w) this.wipe(f, i, Math.max(from, left - 2), Math.min(to, left + width + 2));
    if (tight) {
      ctx.save();
      ctx.beginPath();
      ctx.rect(from, y, to - from - 1 / f.dpr, h);
      ctx.clip();
      ctx.fillText(shown, at, base);
      ctx.restore();
      pen.lost();
    } else ctx.fillText(shown, at, base);
    if (c.format.strike) ctx.fillRect(left, base - FONT_SIZE * 0.3, width, 1);
  }

  /** A text of several lines, as many as the row holds. */
  private lines(c: CellView, align: CanvasTextAlign, x: number, y: number, w: number, h: number): void {
    const { ctx, pen } = this;
    const all = c.text.split("\n");
    const fit = Math.max(1, Math.floor((h - 4) / LINE));
    const shown = all.slice(0, fit);
    if (all.length > fit) shown[fit - 1] += " …";
    ctx.save();
    ctx.beginPath();
    ctx.rect(x, y, w - 1, h);
    ctx.clip();
    ctx.textAlign = align;
    const at = align === "right" ? x + w - PAD : align === "center" ? x + w / 2 : x + PAD;
    const first = y + Math.max((h - LINE * shown.length) / 2, 0) + LINE / 2 + FONT_SIZE * 0.355;
    shown.forEach((line, k) => {
      ctx.fillText(line, at, first + k * LINE);
    });
    ctx.restore();
    pen.lost();
  }

  /** Takes away the column lines under a text that reaches over blank neighbours. */
  private wipe(f: Frame, i: number, from: number, to: number): void {
    const { ctx, theme } = this;
    const px = 1 / f.dpr;
    const ink = ctx.fillStyle;
    ctx.fillStyle = theme.bg;
    for (const edge of f.xs) if (edge - px > from && edge < to) ctx.fillRect(edge - px, f.ys[i]!, px, f.ys[i + 1]! - f.ys[i]! - px);
    ctx.fillStyle = ink;
  }

  /** How far a text may reach over blank neighbours. */
  private reach(f: Frame, i: number, j: number, c: CellView, align: CanvasTextAlign, width: number): { from: number; to: number } {
    let from = this.edge(f, j);
    let to = this.edge(f, j + 1);
    const spare = width + 2 * PAD - (to - from);
    const last = f.right - f.left;
    const free = (k: number) => {
      const n = this.source.cell(f.top + i, f.left + k);
      return !n || (n.kind === "blank" && n.text === "" && !n.format.fill);
    };
    if (c.format.fill) return { from, to };
    const right = align === "right" ? 0 : align === "center" ? spare / 2 : spare;
    const left = align === "left" || align === "start" ? 0 : align === "center" ? spare / 2 : spare;
    const end = to + right;
    const begin = from - left;
    for (let k = j + 1; to < end && k <= last && free(k); k++) to = this.edge(f, k + 1);
    for (let k = j - 1; from > begin && f.left + k >= 0 && free(k); k--) from = this.edge(f, k);
    return { from, to };
  }

  /** The left edge of column left+j, also a few columns beyond the frame. */
  private edge(f: Frame, j: number): number {
    if (j >= 0 && j < f.xs.length) return f.xs[j]!;
    return j < 0 ? f.xs[0]! + this.beyond(f.left + j, f.left) : f.xs[f.xs.length - 1]!;
  }

  /** Set by the grid: pixels from one column to another. */
  beyond: (col: number, to: number) => number = (col, to) => (col - to) * 100;

  /** Whether the cell's text is wider than the cell. */
  private reaches(row: number, col: number): boolean {
    const c = this.source.cell(row, col);
    if (c?.kind !== "text") return false;
    this.pen.use(c.format.bold === true, c.format.italic === true);
    const f = this.frame!;
    return this.pen.width(c.text) > this.edge(f, col - f.left + 1) - this.edge(f, col - f.left) - 2 * PAD;
  }

  /** A number that has no room: fewer digits when its format leaves that open, else "###". */
  private squeeze(c: CellView, room: number): string {
    if (c.kind === "error" || c.kind === "bool") return c.text;
    if (c.kind === "number" && c.format.kind === undefined && !c.format.unit) {
      const comma = c.text.includes(",") && !c.text.includes(".");
      for (let digits = 12; digits >= 1; digits--) {
        let s = String(Number(c.num.toPrecision(digits)));
        if (s.includes("e")) s = c.num.toExponential(Math.max(digits - 1, 0)).toUpperCase();
        if (comma) s = s.replace(".", ",");
        if (this.pen.width(s) <= room) return s;
      }
    }
    return "#".repeat(Math.max(1, Math.floor(room / this.pen.width("#"))));
  }

  /** The width a column needs for the cells of it that are in the frame. */
  widest(col: number): number {
    const f = this.frame;
    if (!f) return 0;
    let most = 0;
    for (let row = f.top; row <= f.bottom; row++) {
      const c = this.source.cell(row, col);
      if (!c || c.text === "") continue;
      this.pen.use(c.format.bold === true, c.format.italic === true);
      for (const line of c.text.split("\n")) most = Math.max(most, this.pen.width(line));
    }
    this.pen.lost();
    return Math.ceil(most) + 2 * PAD + 2;
  }

  /** The column and row at a pixel of the frame. */
  at(x: number, y: number): { row: number; col: number } | undefined {
    const f = this.frame;
    return f && { row: lineAt(f.ys, f.top, y), col: lineAt(f.xs, f.left, x) };
  }
}

/** Where a cell's words stand when its format does not say. */
export function alignment(c: CellView): "left" | "right" | "center" {
  if (c.format.align) return c.format.align;
  switch (c.kind) {
    case "number":
    case "time":
    case "duration":
      return "right";
    case "bool":
    case "error":
      return "center";
    default:
      return "left";
  }
}
