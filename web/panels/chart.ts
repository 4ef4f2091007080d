/** A chart of a cell's history, by uPlot. A chunk of its own. */
import uPlot from "uplot";
import type { HistoryPoint } from "./api";

const MOST = 5000;

export class Chart {
  private plot: uPlot | undefined;
  private times: number[] = [];
  private values: (number | null)[] = [];
  private readonly host: HTMLElement;
  private readonly zone: string;
  private readonly resize: ResizeObserver;

  constructor(host: HTMLElement, zone: string) {
    this.host = host;
    this.zone = zone || "UTC";
    this.resize = new ResizeObserver(() => {
      const width = this.host.clientWidth;
      if (width > 0) this.plot?.setSize({ width, height: this.height });
    });
    this.resize.observe(host);
  }

  private get height(): number {
    return 168;
  }

  /** Shows these points; what is no number is a gap. */
  set(points: readonly HistoryPoint[]): void {
    this.times = points.map((p) => p.at / 1000);
    this.values = points.map((p) => (typeof p.value === "number" ? p.value : null));
    this.draw();
  }

  /** One more point. Points of one moment replace each other. */
  add(at: number, value: number): void {
    const t = at / 1000;
    const last = this.times[this.times.length - 1];
    if (last !== undefined && t <= last) {
      if (t === last) this.values[this.values.length - 1] = value;
      else return;
    } else {
      this.times.push(t);
      this.values.push(value);
      if (this.times.length > MOST) {
        this.times.splice(0, MOST / 10);
        this.values.splice(0, MOST / 10);
      }
    }
    this.plot?.setData([this.times, this.values]);
  }

  destroy(): void {
    this.resize.disconnect();
    this.plot?.destroy();
    this.plot = undefined;
  }

  /** Builds the plot anew: other data, or other colours. */
  draw(): void {
    this.plot?.destroy();
    const style = getComputedStyle(document.documentElement);
    const get = (name: string) => style.getPropertyValue(name).trim();
    const axis = {
      stroke: get("--muted"),
      font: `11px ${get("--font-ui")}`,
      grid: { stroke: get("--grid-line"), width: 1 },
      ticks: { show: false },
    };
    const time = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium", timeZone: this.zone });
    this.plot = new uPlot(
      {
        width: Math.max(this.host.clientWidth, 120),
        height: this.height,
        padding: [8, 8, 0, 0],
        tzDate: (ts) => uPlot.tzDate(new Date(ts * 1000), this.zone),
        cursor: { points: { size: 7 }, drag: { x: true, y: false } },
        legend: { live: true },
        axes: [
          { ...axis, size: 26, space: 64 },
          { ...axis, size: (_, values) => 14 + 6.6 * Math.max(2, ...(values ?? []).map((v) => v.length)), space: 30 },
        ],
        series: [
          { label: "Time", value: (_, t) => (t === null || t === undefined ? "–" : time.format(t * 1000)) },
          {
            label: "Value",
            stroke: get("--spark"),
            width: 1.6,
            fill: get("--spark-fill"),
            points: { show: this.times.length < 40, size: 4, fill: get("--spark") },
            spanGaps: false,
            value: (_, v) => (v === null || v === undefined ? "–" : String(Number(v.toPrecision(9)))),
          },
        ],
      },
      [this.times, this.values],
      this.host,
    );
    this.plot.root.setAttribute("aria-hidden", "true");
  }
}
