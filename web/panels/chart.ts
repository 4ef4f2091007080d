/** A chart of a cell's history, by uPlot. A chunk of its own. */
import uPlot from "uplot";
import type { HistoryPoint } from "./api";

const MOST = 5000;

/** Between two marks of the time axis, in seconds: finer than uPlot's own, so that a short history has marks as well. */
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 3, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 4, 6, 8, 12].map((n) => n * HOUR),
  ...[1, 2, 3, 4, 5, 7, 10, 14, 30, 60, 90, 180, 365].map((n) => n * DAY),
];

export class Chart {
  private plot: uPlot | undefined;
  private times: number[] = [];
  private values: (number | null)[] = [];
  private readonly host: HTMLElement;
  private readonly zone: string;
  private readonly read: (at: number | undefined, value: number | null) => void;
  private readonly resize: ResizeObserver;

  /** `read` is told the point under the pointer; undefined when there is none. */
  constructor(host: HTMLElement, zone: string, read: (at: number | undefined, value: number | null) => void) {
    this.host = host;
    this.read = read;
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

  private point(i: number | null | undefined): void {
    const t = i === null || i === undefined ? undefined : this.times[i];
    this.read(t === undefined ? undefined : t * 1000, t === undefined ? null : (this.values[i!] ?? null));
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
    const write = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat("en-GB", { ...options, timeZone: this.zone });
    const clock = write({ hour: "2-digit", minute: "2-digit" });
    const seconds = write({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
    const day = write({ day: "numeric", month: "short" });
    this.plot = new uPlot(
      {
        width: Math.max(this.host.clientWidth, 120),
        height: this.height,
        padding: [8, 22, 0, 0],
        tzDate: (ts) => uPlot.tzDate(new Date(ts * 1000), this.zone),
        cursor: { points: { size: 7 }, drag: { x: true, y: false } },
        legend: { show: false },
        hooks: { setCursor: [(u) => this.point(u.cursor.idx)] },
        axes: [
          {
            ...axis,
            size: 26,
            space: 60,
            incrs: STEPS,
            values: (_, splits, __, ___, step) => splits.map((t) => (step >= 86_400 ? day : step < 60 ? seconds : clock).format(t * 1000)),
          },
          { ...axis, size: (_, values) => 14 + 6.6 * Math.max(2, ...(values ?? []).map((v) => v.length)), space: 30 },
        ],
        series: [
          {},
          {
            stroke: get("--spark"),
            width: 1.6,
            fill: get("--spark-fill"),
            points: { show: this.times.length < 40, size: 4, fill: get("--spark") },
            spanGaps: false,
          },
        ],
      },
      [this.times, this.values],
      this.host,
    );
    this.plot.root.setAttribute("aria-hidden", "true");
  }
}
