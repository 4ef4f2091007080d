/** What part of a sheet is on the screen, and where each of its lines lies in CSS pixels, snapped to device pixels. */
import type { Rect } from "../model";
import type { Lines } from "./lines";

export const HEADER_HEIGHT = 25;

export interface Frame extends Rect {
  width: number;
  height: number;
  /** The row header's width and the column header's height. */
  left0: number;
  top0: number;
  /** Edges: xs[j] is the left edge of column left+j, one more than there are columns. */
  xs: Float64Array;
  ys: Float64Array;
  dpr: number;
}

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** How wide the row headers are when this is the last row in sight. */
export function headerWidth(bottom: number): number {
  return Math.max(42, 16 + 8.2 * String(bottom + 1).length);
}

export function frameOf(rows: Lines, cols: Lines, offsetX: number, offsetY: number, width: number, height: number, dpr: number): Frame {
  const top = rows.at(offsetY);
  const bottom = rows.at(Math.max(0, offsetY + height - HEADER_HEIGHT - 0.01));
  const left0 = headerWidth(bottom);
  const left = cols.at(offsetX);
  const right = cols.at(Math.max(0, offsetX + width - left0 - 0.01));
  return {
    top,
    left,
    bottom,
    right,
    width,
    height,
    left0,
    top0: HEADER_HEIGHT,
    xs: edges(cols, left, right, left0 - offsetX, dpr),
    ys: edges(rows, top, bottom, HEADER_HEIGHT - offsetY, dpr),
    dpr,
  };
}

function edges(lines: Lines, from: number, to: number, shift: number, dpr: number): Float64Array {
  const out = new Float64Array(to - from + 2);
  let at = lines.offset(from) + shift;
  for (let i = from; i <= to + 1; i++) {
    out[i - from] = Math.round(at * dpr) / dpr;
    if (i <= to) at += lines.sizeOf(i);
  }
  return out;
}

/** A cell's box; undefined when it is out of sight. */
export function cellBox(f: Frame, row: number, col: number): Box | undefined {
  if (row < f.top || row > f.bottom || col < f.left || col > f.right) return undefined;
  const x = f.xs[col - f.left]!;
  const y = f.ys[row - f.top]!;
  return { x, y, w: f.xs[col - f.left + 1]! - x, h: f.ys[row - f.top + 1]! - y };
}

/** A rectangle's box, reaching at most a little beyond the frame; undefined when it is out of sight. */
export function rectBox(f: Frame, r: Rect): Box | undefined {
  if (r.bottom < f.top || r.top > f.bottom || r.right < f.left || r.left > f.right) return undefined;
  const over = 8;
  const x0 = r.left < f.left ? f.xs[0]! - over : f.xs[r.left - f.left]!;
  const x1 = r.right > f.right ? f.xs[f.xs.length - 1]! + over : f.xs[r.right - f.left + 1]!;
  const y0 = r.top < f.top ? f.ys[0]! - over : f.ys[r.top - f.top]!;
  const y1 = r.bottom > f.bottom ? f.ys[f.ys.length - 1]! + over : f.ys[r.bottom - f.top + 1]!;
  return { x: x0, y: y0, w: x1 - x0, h: y1 - y0 };
}

/** The index of the line whose edges hold a pixel; the nearest one when it is outside. */
export function lineAt(edges: Float64Array, first: number, pixel: number): number {
  let low = 0;
  let high = edges.length - 1;
  while (low < high - 1) {
    const mid = (low + high) >> 1;
    if (edges[mid]! <= pixel) low = mid;
    else high = mid;
  }
  return first + low;
}
