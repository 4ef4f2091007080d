/**
 * Native scrolling over a sheet that is taller than an element may be. The content sits in a sticky viewport inside a native
 * scroller and is drawn in the scroll event, so that nothing blank is ever shown. The sizer is capped; beyond the cap the first
 * and last stretch scroll pixel by pixel and the middle in proportion, while small movements are always pixel by pixel.
 */

/** No browser's limit is below 8 million pixels (Firefox: 17.9, Chromium: 33). */
const CAP = 8_000_000;
const EXACT = 1_000_000;

/** One axis: the true offset and the scroller's position. Pure. */
export class ScrollAxis {
  /** Pixels of content. */
  length = 0;
  /** Pixels of the window onto it. */
  window = 0;
  /** The true offset. */
  offset = 0;
  /** Where the scroller was last seen or put. */
  position = 0;

  get sizer(): number {
    return Math.min(this.length, CAP);
  }

  get maxOffset(): number {
    return Math.max(0, this.length - this.window);
  }

  get maxPosition(): number {
    return Math.max(0, this.sizer - this.window);
  }

  /** The scroller moved. */
  moved(position: number): void {
    const delta = position - this.position;
    this.position = position;
    if (this.length <= CAP) this.offset = position;
    else if (position <= 0) this.offset = 0;
    else if (position >= this.maxPosition - 0.5) this.offset = this.maxOffset;
    else if (Math.abs(delta) <= this.window * 1.5) this.offset += delta;
    else this.offset = this.toOffset(position);
    this.offset = Math.min(Math.max(this.offset, 0), this.maxOffset);
  }

  /** The position that shows an offset. */
  place(offset: number): number {
    this.offset = Math.min(Math.max(offset, 0), this.maxOffset);
    this.position = this.toPosition(this.offset);
    return this.position;
  }

  private toOffset(p: number): number {
    if (p <= EXACT) return p;
    const tail = this.maxPosition - p;
    if (tail <= EXACT) return this.maxOffset - tail;
    return EXACT + ((p - EXACT) * (this.maxOffset - 2 * EXACT)) / (this.maxPosition - 2 * EXACT);
  }

  private toPosition(o: number): number {
    if (this.length <= CAP || o <= EXACT) return o;
    const tail = this.maxOffset - o;
    if (tail <= EXACT) return this.maxPosition - tail;
    return EXACT + ((o - EXACT) * (this.maxPosition - 2 * EXACT)) / (this.maxOffset - 2 * EXACT);
  }
}

/** The scroller element with its sizer; calls back inside the scroll event. */
export class Scroller {
  readonly x = new ScrollAxis();
  readonly y = new ScrollAxis();
  private readonly box: HTMLElement;
  private readonly sizer: HTMLElement;
  private settle = 0;

  constructor(box: HTMLElement, sizer: HTMLElement, moved: () => void) {
    this.box = box;
    this.sizer = sizer;
    box.addEventListener(
      "scroll",
      () => {
        const { x, y } = this;
        const same = box.scrollLeft === x.position && box.scrollTop === y.position;
        x.moved(box.scrollLeft);
        y.moved(box.scrollTop);
        clearTimeout(this.settle);
        this.settle = window.setTimeout(() => this.write(), 200);
        if (!same) moved();
      },
      { passive: true },
    );
  }

  /** Says how long the content and how large the window onto it is, both without headers. */
  measure(width: number, height: number, windowWidth: number, windowHeight: number): void {
    const { x, y } = this;
    x.length = Math.max(width, windowWidth);
    y.length = Math.max(height, windowHeight);
    x.window = windowWidth;
    y.window = windowHeight;
    // The sticky viewport takes room in the flow as well: the sizer is laid over it.
    this.sizer.style.width = `${x.sizer + this.box.clientWidth - windowWidth}px`;
    this.sizer.style.height = `${y.sizer + this.box.clientHeight - windowHeight}px`;
    x.offset = Math.min(x.offset, x.maxOffset);
    y.offset = Math.min(y.offset, y.maxOffset);
    this.write();
  }

  to(left: number, top: number): void {
    this.x.offset = Math.min(Math.max(left, 0), this.x.maxOffset);
    this.y.offset = Math.min(Math.max(top, 0), this.y.maxOffset);
    this.write();
  }

  /** Puts the native position where the true offset says. */
  private write(): void {
    const left = this.x.place(this.x.offset);
    const top = this.y.place(this.y.offset);
    if (Math.abs(this.box.scrollLeft - left) >= 1) this.box.scrollLeft = left;
    if (Math.abs(this.box.scrollTop - top) >= 1) this.box.scrollTop = top;
    this.x.position = this.box.scrollLeft;
    this.y.position = this.box.scrollTop;
  }
}

/** The offset nearest to the one there is that has a whole line in the window. */
export function nearest(offset: number, window: number, line: number, size: number): number {
  if (line < offset) return line;
  return line + size > offset + window ? Math.min(line, line + size - window) : offset;
}
