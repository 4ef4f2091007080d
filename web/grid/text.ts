/** Text on a canvas: fonts set only when they change, widths measured once. */
import { FONT_SIZE } from "./theme";

const MOST = 20_000;

export class TextPen {
  private font = "";
  private readonly widths = new Map<string, number>();
  readonly ctx: CanvasRenderingContext2D;
  family = "sans-serif";

  constructor(ctx: CanvasRenderingContext2D) {
    this.ctx = ctx;
  }

  /** Forgets what was measured and set: another font has come, or the canvas was resized. */
  reset(family: string): void {
    this.family = family;
    this.font = "";
    this.widths.clear();
  }

  /** Chooses weight, slant and size for what follows. */
  use(bold: boolean, italic: boolean, size = FONT_SIZE): void {
    const font = `${italic ? "italic " : ""}${bold ? "650 " : "400 "}${size}px ${this.family}`;
    if (font === this.font) return;
    this.font = font;
    this.ctx.font = font;
  }

  /** The canvas lost its state (resize, restore). */
  lost(): void {
    this.font = "";
  }

  width(text: string): number {
    const key = this.font + text;
    let w = this.widths.get(key);
    if (w === undefined) {
      w = this.ctx.measureText(text).width;
      if (this.widths.size > MOST) this.widths.clear();
      this.widths.set(key, w);
    }
    return w;
  }
}
