/** Paints the words of cells: alignment, numbers that have no room, text that reaches over blank neighbours. */
import type { CellView } from "../model";
import type { Frame } from "./frame";
import { paintSpark } from "./spark";
import type { TextPen } from "./text";
import { FONT_SIZE, fillIn, readable, type Theme } from "./theme";

/** What is asked for the words of a cell. */
export interface TextSource {
  cell(row: number, col: number): CellView | undefined;
  spark(row: number, col: number): readonly number[] | undefined;
  /** Pixels from the left edge of one column to that of another. */
  distance(col: number, to: number): number;
}

/** Pixels between an edge and the words. */
export const PAD = 6;
const LINE = 18;
/** As long as a number beside a sparkline may be. */
const MARGIN_NUMBER = "00000.0";

/** A formula's cell as it is when formulas are shown: its text, on one line from the left, with the looks of the cell. */
export function asFormula(c: CellView): CellView {
  const { kind: _kind, align: _align, ...format } = c.format;
  const { error: _error, ...rest } = c;
  return { ...rest, kind: "text", text: c.input.replace(/\s*\n\s*/g, " "), format };
}

export class CellText {
  theme: Theme;
  private readonly ctx: CanvasRenderingContext2D;
  private readonly pen: TextPen;
  private readonly source: TextSource;

  constructor(ctx: CanvasRenderingContext2D, pen: TextPen, source: TextSource, theme: Theme) {
    this.ctx = ctx;
    this.pen = pen;
    this.source = source;
    this.theme = theme;
  }

  /** The words of a cell; j may lie to the left of the frame. True when they want more room than the cell has. */
  paint(f: Frame, i: number, j: number, c: CellView): boolean {
    const { ctx, theme, pen } = this;
    const row = f.top + i;
    const col = f.left + j;
    const x = this.edge(f, j);
    const w = this.edge(f, j + 1) - x;
    const y = f.ys[i]!;
    const h = f.ys[i + 1]! - y;
    pen.use(c.format.bold === true, c.format.italic === true);
    const ground = c.format.fill ? fillIn(theme, c.format.fill) : theme.bg;
    const ink = c.format.color ?? (c.error ? theme.error : c.pending ? theme.muted : theme.ink);
    ctx.fillStyle = c.format.color || c.format.fill ? readable(ink, ground) : ink;
    let room = w - 2 * PAD;
    let start = x;
    if (c.format.kind === "sparkline") {
      const values = this.source.spark(row, col);
      const label = c.text === "" ? 0 : Math.min(pen.width(c.text), w * 0.42, pen.width(MARGIN_NUMBER)) + 8;
      if (values) {
        const fillStyle = ctx.fillStyle;
        paintSpark(ctx, values, x + PAD, y + 5, w - 2 * PAD - label - 2, h - 10, theme.spark, theme.sparkFill);
        ctx.fillStyle = fillStyle;
        room = label - 8;
        start = x + w - 2 * PAD - label;
      }
    }
    const align = alignment(c);
    if (c.text.includes("\n")) {
      this.lines(c, align, x, y, w, h);
      return false;
    }
    let shown = c.text;
    let width = pen.width(shown);
    let from = x;
    let to = x + w;
    let wanting = false;
    if (width > room) {
      if (c.kind === "text" || c.kind === "array") {
        const reach = this.reach(f, i, j, align, width);
        from = reach.from;
        to = reach.to;
        wanting = true;
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
    return wanting;
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
    for (let e = 1; e < f.xs.length; e++) {
      const edge = f.xs[e]!;
      if (edge - px <= from || edge >= to) continue;
      const fill = this.source.cell(f.top + i, f.left + e - 1)?.format.fill;
      ctx.fillStyle = fill ? fillIn(theme, fill) : theme.bg;
      ctx.fillRect(edge - px, f.ys[i]!, px, f.ys[i + 1]! - f.ys[i]! - px);
    }
    ctx.fillStyle = ink;
  }

  /** How far a text may reach over blank neighbours. */
  private reach(f: Frame, i: number, j: number, align: CanvasTextAlign, width: number): { from: number; to: number } {
    let from = this.edge(f, j);
    let to = this.edge(f, j + 1);
    const spare = width + 2 * PAD - (to - from);
    const last = f.right - f.left;
    const free = (k: number) => {
      const n = this.source.cell(f.top + i, f.left + k);
      return !n || (n.kind === "blank" && n.text === "");
    };
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
    return j < 0 ? f.xs[0]! + this.source.distance(f.left + j, f.left) : f.xs[f.xs.length - 1]!;
  }

  /** Whether the cell's text is wider than the cell. */
  reaches(f: Frame, row: number, col: number): boolean {
    const c = this.source.cell(row, col);
    if (c?.kind !== "text") return false;
    this.pen.use(c.format.bold === true, c.format.italic === true);
    return this.pen.width(c.text) > this.edge(f, col - f.left + 1) - this.edge(f, col - f.left) - 2 * PAD;
  }

  /** A number that has no room: fewer digits when its format leaves that open, else "###". */
  private squeeze(c: CellView, room: number): string {
    if (c.kind === "error" || c.kind === "bool") return c.text;
    if (c.kind === "number" && (c.format.kind === undefined || c.format.kind === "sparkline")) {
      const unit = c.format.unit ? ` ${c.format.unit}` : "";
      const comma = c.text.includes(",") && !c.text.includes(".");
      // First without the last decimals, then with an exponent.
      const whole = Math.max(1, Math.floor(Math.log10(Math.abs(c.num) || 1)) + 1);
      const forms: string[] = [];
      if (Math.abs(c.num) >= 1e-4) for (let digits = 15; digits >= whole; digits--) forms.push(String(Number(c.num.toPrecision(digits))));
      for (let digits = 6; digits >= 0; digits--) forms.push(exponent(c.num, digits));
      for (const form of forms) {
        const s = (comma ? form.replace(".", ",") : form) + unit;
        if (this.pen.width(s) <= room) return s;
      }
    }
    return "#".repeat(Math.max(1, Math.floor(room / this.pen.width("#"))));
  }
}

function exponent(x: number, digits: number): string {
  const [mantissa = "", power = ""] = x.toExponential(digits).split("e");
  return `${Number(mantissa)}E${power[0]}${power.slice(1).padStart(2, "0")}`;
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
