/** The values behind sparkline cells: their history once, then what comes. */
import type { CellsChange, Model } from "../model";
import { history } from "../panels/api";
import { cellName, quoteSheet } from "./rects";

const MOST = 80;
const PARALLEL = 4;
/** Cells whose values are kept, and requests that may wait; the oldest go first. */
const CELLS = 2000;
const WAITING = 150;

interface Series {
  values: number[];
  seen: number;
}

export class Sparks {
  private readonly series = new Map<string, Series>();
  private readonly queue: { key: string; run: () => Promise<void> }[] = [];
  private running = 0;
  private readonly api: string;
  private readonly model: Model;
  private readonly painted: (row: number, col: number) => void;

  constructor(api: string, model: Model, painted: (row: number, col: number) => void) {
    this.api = api;
    this.model = model;
    this.painted = painted;
    model.on("shift", () => this.series.clear());
  }

  /** What is known of a cell's last values; asks for them when nothing is. */
  values(sheet: number, row: number, col: number): readonly number[] | undefined {
    const key = `${sheet}.${row}.${col}`;
    const known = this.series.get(key);
    if (known) return known.values;
    const made: Series = { values: [], seen: 0 };
    this.series.set(key, made);
    const name = this.model.info.sheets.find((s) => s.id === sheet)?.name;
    if (name === undefined) return undefined;
    const run = async () => {
      const points = await history(this.api, `${quoteSheet(name)}!${cellName({ row, col })}`, { limit: MOST });
      const past = points.filter((p) => typeof p.value === "number").map((p) => p.value as number);
      made.values = [...past, ...made.values].slice(-MOST);
      this.painted(row, col);
    };
    this.queue.push({ key, run });
    // Whoever scrolls fast does not wait for what went by.
    if (this.queue.length > WAITING) this.series.delete(this.queue.shift()!.key);
    for (const old of this.series.keys()) {
      if (this.series.size <= CELLS) break;
      this.series.delete(old);
    }
    this.pump();
    return made.values;
  }

  changed(c: CellsChange): void {
    if (!c.live || c.all || this.series.size === 0) return;
    for (let i = 0; i < c.rows.length; i++) {
      const s = this.series.get(`${c.sheet}.${c.rows[i]}.${c.cols[i]}`);
      const v = s && this.model.cell(c.sheet, c.rows[i]!, c.cols[i]!);
      if (!s || !v || v.kind !== "number") continue;
      s.values.push(v.num);
      if (s.values.length > MOST) s.values.shift();
    }
  }

  private pump(): void {
    while (this.running < PARALLEL) {
      const job = this.queue.pop();
      if (!job) return;
      this.running++;
      job
        .run()
        .catch(() => undefined)
        .finally(() => {
          this.running--;
          this.pump();
        });
    }
  }
}
