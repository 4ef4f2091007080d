/** Paints the cells of a frame on a canvas: all of them, or only what is dirty. */
import type { CellView, Rect } from "../model";
import { asFormula, CellText, PAD, type TextSource } from "./celltext";
import type { Frame } from "./frame";
import { type HeaderSource, paintCorner, paintHeaders } from "./headers";
import type { Cell } from "./rects";
import { TextPen } from "./text";
import { fillIn, type Theme } from "./theme";

/** What the painter asks of the grid. */
export interface PaintSource extends TextSource, HeaderSource {
  extent(): Rect | undefined;
}

const LOOK_LEFT = 16;

export class Painter {
  private readonly ctx: CanvasRenderingContext2D;
  private readonly pen: TextPen;
  private readonly source: PaintSource;
  private readonly text: CellText;
  private theme: Theme;
  private frame: Frame | undefined;
  /** Whether any text of a visible row wanted more room than its cell has when it was last painted. */
  private reaching = new Uint8Array(0);

  /** Whether cells show their formulas in place of what these give. */
  formulas = false;
  /** The cell whose words stand in the editor. */
  private edited: Cell | undefined;

  constructor(canvas: HTMLCanvasElement, given: PaintSource, theme: Theme) {
    this.ctx = canvas.getContext("2d", { alpha: false })!;
    this.pen = new TextPen(this.ctx);
    const cell = (row: number, col: number): CellView | undefined => {
      const c = given.cell(row, col);
      if (c && this.edited?.row === row && this.edited.col === col) return { ...c, text: "" };
      return this.formulas && c?.formula ? asFormula(c) : c;
    };
    const source = { ...given, cell };
    this.source = source;
    this.theme = theme;
    this.pen.reset(theme.font);
    this.text = new CellText(this.ctx, this.pen, source, theme);
  }

  retheme(theme: Theme): void {
    this.theme = theme;
    this.text.theme = theme;
    this.pen.reset(theme.font);
  }

  /** Leaves out the words of a cell, which may reach beyond its editor; undefined ends that. */
  leaveOut(cell: Cell | undefined): void {
    const was = this.edited;
    if (was?.row === cell?.row && was?.col === cell?.col) return;
    this.edited = undefined;
    const words = [was, cell].some((c) => c && this.source.cell(c.row, c.col)?.text);
    this.edited = cell && { row: cell.row, col: cell.col };
    if (this.frame && words) this.full(this.frame);
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
    this.band(f, 0, f.bottom - f.top, 0, f.right - f.left, this.source.extent());
    this.headers();
  }

  /** Paints some cells again; when they are many, everything. */
  cells(rows: readonly number[], cols: readonly number[]): void {
    const f = this.frame;
    if (!f) return;
    const width = f.right - f.left + 1;
    const height = f.bottom - f.top + 1;
    const whole = new Set<number>();
    const single = new Set<number>();
    for (let k = 0; k < rows.length; k++) {
      const i = rows[k]! - f.top;
      const j = cols[k]! - f.left;
      if (i < 0 || i >= height || j >= width) continue;
      if (this.reaching[i] || j < 0 || this.text.reaches(f, rows[k]!, cols[k]!)) whole.add(i);
      else single.add(i * width + j);
    }
    const extent = this.source.extent();
    if (single.size + whole.size * width > (width * height) / 2) {
      this.reaching.fill(0);
      this.band(f, 0, height - 1, 0, width - 1, extent);
    } else {
      for (const key of single) {
        const i = Math.floor(key / width);
        if (!whole.has(i)) this.one(f, i, key % width, extent);
      }
      for (const i of whole) {
        this.reaching[i] = 0;
        this.band(f, i, i, 0, width - 1, extent);
      }
    }
    paintCorner(this.ctx, f, this.theme);
  }

  /** One cell whose words stay inside it. Only where a header may hide a part of it does that cost a clip. */
  private one(f: Frame, i: number, j: number, extent: Rect | undefined): void {
    const { ctx, theme } = this;
    const x = f.xs[j]!;
    const y = f.ys[i]!;
    if (x < f.left0 || y < f.top0) {
      this.band(f, i, i, j, j, extent);
      return;
    }
    const px = 1 / f.dpr;
    const w = f.xs[j + 1]! - x;
    const h = f.ys[i + 1]! - y;
    ctx.fillStyle = theme.bg;
    ctx.fillRect(x, y, w - px, h - px);
    ctx.fillStyle = theme.line;
    ctx.fillRect(x, y + h - px, w, px);
    ctx.fillRect(x + w - px, y, px, h);
    this.ground(f, i, j, extent);
    this.words(f, i, j);
  }

  /** Paints only the headers: the selection moved. */
  headers(): void {
    if (this.frame) paintHeaders(this.ctx, this.pen, this.frame, this.theme, this.source);
  }

  /** Ground, lines and cells of a block given by indices into the frame. */
  private band(f: Frame, i0: number, i1: number, j0: number, j1: number, extent: Rect | undefined): void {
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
    for (let i = i0; i <= i1; i++) {
      // All grounds first: words reach over the grounds of blank neighbours.
      for (let j = j0; j <= j1; j++) this.ground(f, i, j, extent);
      if (j0 === 0) this.fromLeft(f, i);
      for (let j = j0; j <= j1; j++) this.words(f, i, j);
    }
    ctx.restore();
    this.pen.lost();
  }

  /** Text of a cell to the left of the frame that reaches into it. */
  private fromLeft(f: Frame, i: number): void {
    for (let col = f.left - 1; col >= Math.max(0, f.left - LOOK_LEFT); col--) {
      const c = this.source.cell(f.top + i, col);
      if (!c || c.kind === "blank") continue;
      if (c.kind === "text" && this.text.reaches(f, f.top + i, col) && this.text.paint(f, i, col - f.left, c)) this.reaching[i] = 1;
      return;
    }
  }

  /** The fill and the marks of a cell. */
  private ground(f: Frame, i: number, j: number, extent: Rect | undefined): void {
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
      ctx.fillStyle = fillIn(theme, c.format.fill);
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
  }

  private words(f: Frame, i: number, j: number): void {
    const c = this.source.cell(f.top + i, f.left + j);
    if (!c || (c.kind === "blank" && c.text === "")) return;
    if (this.text.paint(f, i, j, c)) this.reaching[i] = 1;
  }

  /** The width a column needs for a text, in the face of the cell. */
  needed(text: string, c: CellView | undefined): number {
    this.pen.use(c?.format.bold === true, c?.format.italic === true);
    const width = this.pen.width(text);
    this.pen.lost();
    return Math.ceil(width) + 2 * PAD + 2;
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
}
