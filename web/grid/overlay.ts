/** What lies over the cells: selection, other people, references of the formula being edited, the border of what was copied. */
import type { Rect } from "../model";
import { el } from "./dom";
import { type Box, type Frame, rectBox } from "./frame";
import { type Cell, isSingle, single } from "./rects";

/** A rectangle to show, and how. */
export interface Mark {
  class: string;
  rect: Rect;
  label?: string;
}

export class Overlay {
  readonly element = el("div", { class: "grid-layer", "aria-hidden": "true" });
  readonly handle = el("div", { class: "fill-handle" });
  private readonly pool: HTMLElement[] = [];
  private readonly labels: HTMLElement[] = [];

  constructor() {
    this.element.append(this.handle);
  }

  /** Shows the selection and the marks, and nothing else. */
  paint(f: Frame, ranges: readonly Rect[], active: Cell, marks: readonly Mark[], handle: boolean): void {
    this.element.style.left = `${f.left0 - 1}px`;
    this.element.style.top = `${f.top0 - 1}px`;
    let used = 0;
    const put = (cls: string, rect: Rect, label?: string) => {
      const box = rectBox(f, rect);
      if (!box) return;
      let e = this.pool[used];
      if (!e) {
        e = el("div");
        this.pool.push(e);
        this.element.insertBefore(e, this.handle);
      }
      let tag = this.labels[used];
      if (!tag) {
        tag = el("span");
        this.labels.push(tag);
        e.append(tag);
      }
      used++;
      e.className = `cell-mark ${cls}`;
      place(e, f, box);
      if (tag.textContent !== (label ?? "")) tag.textContent = label ?? "";
      tag.hidden = label === undefined;
      if (label !== undefined) tag.classList.toggle("below", box.y - f.top0 < 18);
    };
    const last = ranges.length - 1;
    ranges.forEach((r, i) => {
      if (!isSingle(r) || ranges.length > 1) put(i === last ? "range" : "range other", r);
    });
    for (const m of marks) put(m.class, m.rect, m.label);
    put("active", single(active));
    for (let i = used; i < this.pool.length; i++) this.pool[i]!.className = "cell-mark off";
    this.placeHandle(f, ranges[last]!, handle && ranges.length === 1);
  }

  private placeHandle(f: Frame, r: Rect, shown: boolean): void {
    const inside = shown && r.bottom >= f.top && r.bottom <= f.bottom && r.right >= f.left && r.right <= f.right;
    this.handle.hidden = !inside;
    if (!inside) return;
    this.handle.style.left = `${f.xs[r.right - f.left + 1]! - f.left0 - 4}px`;
    this.handle.style.top = `${f.ys[r.bottom - f.top + 1]! - f.top0 - 4}px`;
  }
}

function place(e: HTMLElement, f: Frame, b: Box): void {
  e.style.left = `${b.x - f.left0}px`;
  e.style.top = `${b.y - f.top0}px`;
  e.style.width = `${b.w + 1}px`;
  e.style.height = `${b.h + 1}px`;
}
