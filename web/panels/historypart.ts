/** The history of the active cell in the panel: a chart, and which values are kept. */

import { el } from "../grid/dom";
import type { Grid } from "../grid/grid";
import { single } from "../grid/rects";
import type { CellView } from "../model";
import { cellInfo, type HistoryPoint, history } from "./api";
import type { Chart } from "./chart";
import { age } from "./words";

const LIMIT = 600;

const POLICIES: [string, string][] = [
  ["", "Readings"],
  ["changes", "Every change"],
  ["all", "Every value"],
  ["nothing", "Nothing"],
];

export class HistoryPart {
  readonly element = el("section", { class: "panel-part history", hidden: true });
  private readonly grid: Grid;
  private readonly api: string;
  private readonly plot = el("div", { class: "chart" });
  private readonly note = el("p", { class: "hint" });
  private readonly policy = el("select", { "aria-label": "Which values are kept" });
  private readonly csv = el("a", { class: "quiet-link", download: "" }, "CSV");
  private chart: Chart | undefined;
  private points: HistoryPoint[] = [];
  private reference = "";
  private turn = 0;
  private timer = 0;
  private lastAt = 0;
  private keep = 0;

  constructor(grid: Grid, api: string) {
    this.grid = grid;
    this.api = api;
    this.policy.append(
      el("option", { value: "?", disabled: true, selected: true }, "choose…"),
      ...POLICIES.map(([value, text]) => el("option", { value }, text)),
    );
    this.policy.addEventListener("change", () => {
      const log = this.policy.value as "" | "changes" | "all" | "nothing";
      const range = { sheet: grid.sheet, ...single(grid.selection.active) };
      grid.model.edit([{ op: "setPolicy", range, policy: this.keep ? { log, keep: this.keep } : { log } }]);
      this.tell();
    });
    const keep = el("label", { class: "keep" }, el("span", {}, "Keep"), this.policy);
    this.element.append(
      el("div", { class: "part-head" }, el("h3", {}, "History"), el("span", { class: "grow" }), this.csv, keep),
      this.plot,
      this.note,
    );
  }

  /** Another cell: its history is fetched once it has been looked at for a moment. */
  moved(reference: string, cell: CellView | undefined): void {
    this.reference = reference;
    this.points = [];
    this.turn++;
    this.lastAt = cell?.at ?? 0;
    this.drop();
    this.element.hidden = true;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.load(), 180);
  }

  private async load(): Promise<void> {
    const turn = this.turn;
    const path = `${this.api}/cells/${encodeURIComponent(this.reference)}`;
    this.csv.href = `${path}/history?format=csv&limit=10000`;
    const points = await history(this.api, this.reference, { limit: LIMIT }).catch(() => [] as HistoryPoint[]);
    if (turn !== this.turn) return;
    this.points = points;
    this.policy.closest("label")!.hidden = this.grid.model.role === "viewer";
    this.policy.value = "?";
    void this.loadPolicy(turn);
    this.element.hidden = this.grid.model.role === "viewer" && points.length === 0;
    await this.show(turn);
  }

  private async loadPolicy(turn: number): Promise<void> {
    const info = await cellInfo(this.api, this.reference).catch(() => undefined);
    if (turn !== this.turn || info?.policy === undefined) return;
    this.policy.value = info.policy;
    this.keep = info.keep;
    this.tell();
  }

  private async show(turn: number): Promise<void> {
    const numbers = this.points.filter((p) => typeof p.value === "number").length;
    this.csv.hidden = this.points.length === 0;
    this.tell();
    this.plot.hidden = numbers < 2;
    if (numbers < 2) {
      this.drop();
      return;
    }
    if (!this.chart) {
      const { Chart } = await import("./chart");
      // Another cell, or another call that was quicker.
      if (turn !== this.turn || this.chart) return;
      this.chart = new Chart(this.plot, this.grid.model.info.zone, (at, value) => this.read(at, value));
    }
    this.chart.set(this.points);
  }

  /** How much there is, in words. */
  private tell(): void {
    const first = this.points[0];
    const many = this.points.length >= LIMIT ? `The last ${this.points.length}` : String(this.points.length);
    this.note.textContent = first
      ? `${many} ${this.points.length === 1 ? "value" : "values"}, the first ${age(Date.now() - first.at)}.`
      : this.policy.value === ""
        ? "No reading has come yet. What is typed or computed is kept with Keep: Every change."
        : "No values are kept yet.";
  }

  /** The point under the pointer. */
  private read(at: number | undefined, value: number | null): void {
    if (at === undefined) {
      this.tell();
      return;
    }
    const { zone, locale } = this.grid.model.info;
    const time = new Intl.DateTimeFormat(locale || "en", { dateStyle: "medium", timeStyle: "medium", timeZone: zone || "UTC" }).format(at);
    this.note.replaceChildren(
      el("b", {}, value === null ? "no number" : value.toLocaleString(locale || "en", { maximumFractionDigits: 6 })),
      ` · ${time}`,
    );
  }

  /** The cell has another value: the line goes on. */
  changed(c: CellView): void {
    if (c.at <= this.lastAt || c.kind !== "number") return;
    this.lastAt = c.at;
    if (!c.reading && this.points.length === 0) return;
    this.points.push({ at: c.at, value: c.num });
    if (this.points.length > LIMIT * 4) this.points.splice(0, LIMIT);
    if (this.chart) this.chart.add(c.at, c.num);
    else if (!this.element.hidden) void this.show(this.turn);
  }

  restyle(): void {
    this.chart?.draw();
  }

  private drop(): void {
    this.chart?.destroy();
    this.chart = undefined;
    this.plot.replaceChildren();
  }
}
