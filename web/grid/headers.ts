/** Paints the headers of rows and columns. */
import type { Frame } from "./frame";
import { columnName } from "./rects";
import type { TextPen } from "./text";
import type { Theme } from "./theme";

/** How a column or row header looks: 0 plain, 1 touched by the selection, 2 selected whole. */
export interface HeaderSource {
  columnState(col: number): number;
  rowState(row: number): number;
}

const SIZE = 12;
const BASE = 4.3;

export function paintHeaders(ctx: CanvasRenderingContext2D, pen: TextPen, f: Frame, theme: Theme, source: HeaderSource): void {
  const px = 1 / f.dpr;
  pen.use(false, false, SIZE);
  ctx.textAlign = "center";
  ctx.fillStyle = theme.headerBg;
  ctx.fillRect(0, 0, f.width, f.top0);
  ctx.fillRect(0, 0, f.left0, f.height);
  for (let col = f.left; col <= f.right; col++) {
    const from = f.xs[col - f.left]!;
    const x = Math.max(from, f.left0);
    const end = f.xs[col - f.left + 1]!;
    ground(ctx, theme, source.columnState(col), x, 0, end - x, f.top0);
    clipped(ctx, pen, columnName(col), (from + end) / 2, f.top0 / 2 + BASE, x, 0, end - x, f.top0);
    ctx.fillStyle = theme.headerLine;
    ctx.fillRect(end - px, 0, px, f.top0);
  }
  for (let row = f.top; row <= f.bottom; row++) {
    const from = f.ys[row - f.top]!;
    const y = Math.max(from, f.top0);
    const end = f.ys[row - f.top + 1]!;
    ground(ctx, theme, source.rowState(row), 0, y, f.left0, end - y);
    clipped(ctx, pen, String(row + 1), f.left0 / 2, (from + end) / 2 + BASE, 0, y, f.left0, end - y);
    ctx.fillStyle = theme.headerLine;
    ctx.fillRect(0, end - px, f.left0, px);
  }
  paintCorner(ctx, f, theme);
}

/** The corner and the two lines under the headers. */
export function paintCorner(ctx: CanvasRenderingContext2D, f: Frame, theme: Theme): void {
  const px = 1 / f.dpr;
  ctx.fillStyle = theme.headerBg;
  ctx.fillRect(0, 0, f.left0, f.top0);
  ctx.fillStyle = theme.headerLine;
  ctx.fillRect(0, f.top0 - px, f.width, px);
  ctx.fillRect(f.left0 - px, 0, px, f.height);
}

/** Fills a header's ground and leaves the pen with the ink for it. */
function ground(ctx: CanvasRenderingContext2D, theme: Theme, state: number, x: number, y: number, w: number, h: number): void {
  if (state > 0) {
    ctx.fillStyle = state > 1 ? theme.accent : theme.headerActiveBg;
    ctx.fillRect(x, y, w, h);
  }
  ctx.fillStyle = state > 1 ? theme.bg : state === 1 ? theme.headerActiveInk : theme.headerInk;
}

/** Text cut at a box when it would reach over (a half hidden header). */
function clipped(
  ctx: CanvasRenderingContext2D,
  pen: TextPen,
  text: string,
  x: number,
  y: number,
  bx: number,
  by: number,
  bw: number,
  bh: number,
): void {
  if (bw <= 0 || bh <= 0) return;
  const half = pen.width(text) / 2;
  if (x - half >= bx && x + half <= bx + bw && y - 10 >= by && y <= by + bh) {
    ctx.fillText(text, x, y);
    return;
  }
  ctx.save();
  ctx.beginPath();
  ctx.rect(bx, by, bw, bh);
  ctx.clip();
  ctx.fillText(text, x, y);
  ctx.restore();
}
