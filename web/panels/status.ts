/** Whether the page is live and everything saved (in the header), and figures over the selection (at the foot). */

import { render } from "../format";
import { el } from "../grid/dom";
import type { Grid } from "../grid/grid";
import { area, intersect, rectName } from "../grid/rects";
import type { CellView, Model, Rect, Saved, State, Summary } from "../model";

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

/** What is known of the numbers and durations of a selection, and of its times. */
interface Kinds {
  numbers: Summary;
  times: Summary;
}

const NONE: Summary = { version: 0, count: 0, numeric: 0, sum: 0, min: 0, max: 0 };

/** As many questions are asked about one range. */
const MOST_RUNS = 12;

function numeric(c: CellView): boolean {
  return c.kind === "number" || c.kind === "time" || c.kind === "duration";
}

/** In as many rows the first number is looked for. */
const LOOKED = 100;

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
    // Times apart from numbers: what a person adds up of a table with days in it is the numbers.
    const sums: Kinds = { numbers: NONE, times: NONE };
    for (const r of selection.ranges) {
      const extent = model.extent(sheet);
      const used = extent && intersect(r, extent);
      if (!used) continue;
      const local = this.local(sheet, used);
      if (local) {
        sums.numbers = add(sums.numbers, local.numbers);
        sums.times = add(sums.times, local.times);
        continue;
      }
      for (const { left, right, kind } of this.columns(used)) {
        const part = await model.summary({ sheet, ...used, left, right }).catch(() => undefined);
        if (turn !== this.turn) return;
        if (!part) {
          this.element.replaceChildren(el("span", { class: "figure" }, "too many cells to add up"));
          return;
        }
        sums[kind] = add(sums[kind], part);
      }
    }
    this.show(sums);
  }

  /** Runs of columns that hold times, and of those that do not, as far as their first rows tell. */
  private columns(r: Rect): { left: number; right: number; kind: keyof Kinds }[] {
    const runs: { left: number; right: number; kind: keyof Kinds }[] = [];
    for (let col = r.left; col <= r.right; col++) {
      const kind = this.first({ ...r, left: col, right: col })?.kind === "time" ? "times" : "numbers";
      const last = runs[runs.length - 1];
      if (last?.kind === kind || runs.length === MOST_RUNS) last!.right = col;
      else runs.push({ left: col, right: col, kind });
    }
    return runs;
  }

  private local(sheet: number, r: Rect): Kinds | undefined {
    if (area(r) > 3000) return undefined;
    const out: Kinds = { numbers: { ...NONE }, times: { ...NONE } };
    for (let row = r.top; row <= r.bottom; row++) {
      for (let col = r.left; col <= r.right; col++) {
        const c: CellView | undefined = this.grid.model.cell(sheet, row, col);
        if (!c) return undefined;
        if (c.kind === "blank") continue;
        const s = c.kind === "time" ? out.times : out.numbers;
        s.count++;
        if (!numeric(c)) continue;
        s.min = s.numeric === 0 ? c.num : Math.min(s.min, c.num);
        s.max = s.numeric === 0 ? c.num : Math.max(s.max, c.num);
        s.numeric++;
        s.sum += c.num;
      }
    }
    return out;
  }

  /** The first cell of a range that has a number, a time or a duration. */
  private first(r: Rect, wanted = numeric): CellView | undefined {
    const { model, sheet } = this.grid;
    for (let row = r.top; row <= Math.min(r.bottom, r.top + LOOKED - 1); row++) {
      for (let col = r.left; col <= r.right; col++) {
        const c = model.cell(sheet, row, col);
        if (c && wanted(c)) return c;
      }
    }
    return undefined;
  }

  private show(sums: Kinds): void {
    const figures: [string, string][] = [];
    const { model, sheet, selection } = this.grid;
    const times = sums.numbers.numeric === 0;
    const s = times ? sums.times : sums.numbers;
    if (s.numeric > 0) {
      const extent = model.extent(sheet);
      const used = selection.ranges.map((r) => extent && intersect(r, extent)).filter((r) => r !== undefined);
      const look = used.map((r) => this.first(r, (c) => numeric(c) && (c.kind === "time") === times)).find((c) => c !== undefined);
      const write = (x: number) => figure(x, look, model.info.locale);
      // A sum of days is no day, and nobody asks for it.
      if (!times) figures.push(["Sum", write(s.sum)]);
      figures.push(["Average", write(s.sum / s.numeric)], ["Min", write(s.min)], ["Max", write(s.max)]);
    }
    const count = sums.numbers.count + sums.times.count;
    if (count > 0) figures.push(["Count", count.toLocaleString(this.grid.model.info.locale || "en")]);
    if (figures.length === 0) figures.push([rectName(this.grid.selection.range), "blank"]);
    this.element.replaceChildren(
      ...figures.map(([name, value]) => el("span", { class: "figure" }, el("span", { class: "figure-name" }, name), el("b", {}, value))),
    );
  }
}

/** How a figure of cells that look so is written: as they are, as far as that can be. */
export function figure(x: number, look: Pick<CellView, "kind" | "format"> | undefined, locale: string): string {
  const plain = (n: number) => n.toLocaleString(locale || "en", { maximumFractionDigits: Math.abs(n) >= 1000 ? 2 : 6 });
  if (!look) return plain(x);
  const { kind, format } = look;
  switch (format.kind) {
    case undefined:
    case "text":
    case "sparkline":
      if (kind === "number") return format.unit ? `${plain(x)} ${format.unit}` : plain(x);
      break;
    case "number":
    case "scientific":
    case "currency":
    case "percent":
      if (kind !== "number") return plain(x);
      break;
  }
  return render({ kind, num: x, text: "" }, format, locale);
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
