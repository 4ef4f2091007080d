/** Where rows or columns lie in pixels: a default size, and runs of lines with another. Pure. */
import type { Size } from "../model";

interface Run {
  from: number;
  to: number;
  size: number;
  /** Pixels before `from`. */
  start: number;
}

export class Lines {
  readonly count: number;
  readonly size: number;
  private runs: Run[] = [];

  /** `count` lines of `size` pixels each. */
  constructor(count: number, size: number, sizes: readonly Size[] = []) {
    this.count = count;
    this.size = size;
    this.resize(sizes);
  }

  /** Replaces what differs from the default. Runs must be disjoint; a size of zero is the default. */
  resize(sizes: readonly Size[]): void {
    const sorted = sizes.filter((s) => s.size > 0 && s.from <= s.to).sort((a, b) => a.from - b.from);
    this.runs = [];
    let next = 0;
    let start = 0;
    for (const s of sorted) {
      const from = Math.max(s.from, next);
      if (from > s.to) continue;
      start += (from - next) * this.size;
      this.runs.push({ from, to: s.to, size: s.size, start });
      start += (s.to - from + 1) * s.size;
      next = s.to + 1;
    }
  }

  /** Pixels before line `i`; `i` may be `count`. */
  offset(i: number): number {
    const run = this.runs[this.lastRun((r) => r.from <= i)];
    if (!run) return i * this.size;
    if (i <= run.to) return run.start + (i - run.from) * run.size;
    return run.start + (run.to - run.from + 1) * run.size + (i - run.to - 1) * this.size;
  }

  /** The size of line `i`. */
  sizeOf(i: number): number {
    const run = this.runs[this.lastRun((r) => r.from <= i)];
    return run && i <= run.to ? run.size : this.size;
  }

  /** The line at a pixel, held within the sheet. */
  at(pixel: number): number {
    const run = this.runs[this.lastRun((r) => r.start <= pixel)];
    let i: number;
    if (!run) i = Math.floor(pixel / this.size);
    else {
      const end = run.start + (run.to - run.from + 1) * run.size;
      i = pixel < end ? run.from + Math.floor((pixel - run.start) / run.size) : run.to + 1 + Math.floor((pixel - end) / this.size);
    }
    return Math.min(Math.max(i, 0), this.count - 1);
  }

  /** Pixels of all lines. */
  get total(): number {
    return this.offset(this.count);
  }

  private lastRun(fits: (r: Run) => boolean): number {
    let low = 0;
    let high = this.runs.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      if (fits(this.runs[mid]!)) low = mid + 1;
      else high = mid;
    }
    return low - 1;
  }
}

/** Sizes with one more run laid over them; without one, as they are. */
export function overlaid(sizes: readonly Size[], over: Size | undefined): readonly Size[] {
  if (!over) return sizes;
  const rest = sizes.flatMap((s) => {
    if (over.to < s.from || over.from > s.to) return [s];
    const out: Size[] = [];
    if (s.from < over.from) out.push({ ...s, to: over.from - 1 });
    if (s.to > over.to) out.push({ ...s, from: over.to + 1 });
    return out;
  });
  return [...rest, over];
}
