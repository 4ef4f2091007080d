/** Whether the page is live and everything saved (in the header), and figures over the selection (at the foot). */

import { el } from "../grid/dom";
import type { Grid } from "../grid/grid";
import { area, intersect, rectName } from "../grid/rects";
import type { CellView, Model, Saved, State, Summary } from "../model";

const STATES: Record<State, { label: string; title: string }> = {
  live: { label: "Live", title: "Changes arrive as they happen." },
  reconnecting: { label: "Reconnecting", title: "The connection was lost and is being made again. What you type is kept." },
  offline: { label: "Offline", title: "There is no connection. What you type is kept here and sent when the server is back." },
  closed: { label: "Closed", title: "" },
};

/** Before the first welcome nothing was lost. */
const OPENING = { label: "Opening", title: "The book is being opened." };

const SAVES: Record<Saved, string> = { saved: "Saved", saving: "Saving", unsaved: "Not saved yet" };

/** Fills #status in the header. */
export function showStatus(box: HTMLElement, model: Model): void {
  const live = el("span", { class: "live-state" }, el("span", { class: "dot", "aria-hidden": "true" }), el("span", { class: "word" }));
  const saved = el("span", { class: "saved-state" });
  box.replaceChildren(live, saved);
  box.setAttribute("role", "status");
  let later = 0;
  const update = () => {
    const opening = model.state === "reconnecting" && model.position === undefined;
    const { label, title } = opening ? OPENING : STATES[model.state];
    box.dataset.state = model.state;
    box.dataset.saved = model.saved;
    const word = live.lastElementChild!;
    if (word.textContent !== label) word.textContent = label;
    live.title = model.closing || title;
    clearTimeout(later);
    // A save that is over at once is not worth a flicker.
    const text = model.role === "viewer" || (opening && model.saved === "saved") ? "" : SAVES[model.saved];
    const put = () => {
      if (saved.textContent !== text) saved.textContent = text;
    };
    if (model.saved === "saving" && saved.textContent !== "") later = window.setTimeout(put, 250);
    else put();
  };
  model.on("state", update);
  model.on("info", update);
  update();
}

/** Sum, average, count, least and most of what is selected; from here when all is loaded, else from the server. */
export class Aggregates {
  readonly element = el("div", { class: "aggregates", role: "status", "aria-label": "Figures of the selection" });
  private readonly grid: Grid;
  private timer = 0;
  private turn = 0;

  constructor(grid: Grid) {
    this.grid = grid;
    grid.events.on("select", () => this.soon(60));
    grid.events.on("cells", (c) => {
      const r = grid.selection.range;
      const touched =
        c.all ||
        grid.selection.ranges.length > 1 ||
        c.rows.some((row, i) => row >= r.top && row <= r.bottom && c.cols[i]! >= r.left && c.cols[i]! <= r.right);
      if (touched && grid.selection.multiple) this.soon(400);
    });
  }

  private soon(ms: number): void {
    if (this.timer) return;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      void this.update();
    }, ms);
  }

  private async update(): Promise<void> {
    const turn = ++this.turn;
    const { selection, model, sheet } = this.grid;
    if (!selection.multiple) {
      this.element.replaceChildren();
      return;
    }
    const parts: Summary[] = [];
    for (const r of selection.ranges) {
      const extent = model.extent(sheet);
      const used = extent && intersect(r, extent);
      if (!used) continue;
      const local = this.local(sheet, used.top, used.left, used.bottom, used.right);
      const part = local ?? (await model.summary({ sheet, ...used }).catch(() => undefined));
      if (turn !== this.turn) return;
      if (!part) {
        this.element.replaceChildren(el("span", { class: "figure" }, "too many cells to add up"));
        return;
      }
      parts.push(part);
    }
    this.show(parts.reduce(add, { version: 0, count: 0, numeric: 0, sum: 0, min: 0, max: 0 }));
  }

  private local(sheet: number, top: number, left: number, bottom: number, right: number): Summary | undefined {
    if (area({ top, left, bottom, right }) > 3000) return undefined;
    const s: Summary = { version: 0, count: 0, numeric: 0, sum: 0, min: 0, max: 0 };
    for (let row = top; row <= bottom; row++) {
      for (let col = left; col <= right; col++) {
        const c: CellView | undefined = this.grid.model.cell(sheet, row, col);
        if (!c) return undefined;
        if (c.kind === "blank") continue;
        s.count++;
        if (c.kind !== "number" && c.kind !== "time" && c.kind !== "duration") continue;
        s.min = s.numeric === 0 ? c.num : Math.min(s.min, c.num);
        s.max = s.numeric === 0 ? c.num : Math.max(s.max, c.num);
        s.numeric++;
        s.sum += c.num;
      }
    }
    return s;
  }

  private show(s: Summary): void {
    const figures: [string, string][] = [];
    const write = (x: number) =>
      x.toLocaleString(this.grid.model.info.locale || "en", { maximumFractionDigits: Math.abs(x) >= 1000 ? 2 : 6 });
    if (s.numeric > 0) {
      figures.push(["Sum", write(s.sum)], ["Average", write(s.sum / s.numeric)], ["Min", write(s.min)], ["Max", write(s.max)]);
    }
    if (s.count > 0) figures.push(["Count", s.count.toLocaleString(this.grid.model.info.locale || "en")]);
    if (figures.length === 0) figures.push([rectName(this.grid.selection.range), "blank"]);
    this.element.replaceChildren(
      ...figures.map(([name, value]) => el("span", { class: "figure" }, el("span", { class: "figure-name" }, name), el("b", {}, value))),
    );
  }
}

function add(a: Summary, b: Summary): Summary {
  const one = a.numeric === 0 ? b : a;
  const two = b.numeric === 0 ? a : b;
  return {
    version: Math.min(a.version, b.version),
    count: a.count + b.count,
    numeric: a.numeric + b.numeric,
    sum: a.sum + b.sum,
    min: Math.min(one.min, two.min),
    max: Math.max(one.max, two.max),
  };
}
