/**
 * What was asked for here and is not yet seen to have taken effect: kept over a reload, sent again under the same number, and shown
 * in its cells meanwhile.
 */
import type { Format, Input, Op, Range, Shift } from "./model";
import { shiftOps } from "./shift";

/** One edit on its way. */
export interface PendingEdit {
  /** Which load of the page made it. */
  client: string;
  seq: number;
  /** The version whose rows and columns the ops speak of. */
  base: number;
  ops: Op[];
  /** Set once it is acknowledged: the version that has its effect. */
  version?: number;
}

/** What is shown in a cell instead of what is held. */
export interface Overlay {
  /** Put in; "" empties the cell. */
  input?: Input;
  format?: Format;
}

/** The part of Storage that is needed. */
export type Keep = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Sets of more cells are looked up by their rectangle instead of cell by cell. */
const SMALL = 4096;

export class Pending {
  private edits: PendingEdit[] = [];
  private next = 1;
  private cells = new Map<string, Overlay>();
  private wide: { range: Range; op: Op }[] = [];

  constructor(
    private readonly keep: Keep,
    private readonly key: string,
    /** Names this load of the page. */
    readonly client: string,
  ) {
    try {
      const kept: unknown = JSON.parse(keep.getItem(key) ?? "[]");
      if (Array.isArray(kept)) this.edits = kept.filter(isEdit);
    } catch {
      // What cannot be read was not written by this program.
    }
    this.index();
  }

  /** Edits that are not acknowledged, in the order they were made. */
  get unsaved(): PendingEdit[] {
    return this.edits.filter((e) => e.version === undefined);
  }

  get empty(): boolean {
    return this.edits.length === 0;
  }

  add(ops: Op[], base: number): PendingEdit {
    const e: PendingEdit = { client: this.client, seq: this.next++, base, ops };
    this.edits.push(e);
    this.index();
    this.save();
    return e;
  }

  /** Takes note of an acknowledgement; the cells stay overlaid until `settle`. */
  acknowledge(client: string, seq: number, version: number): void {
    const e = this.find(client, seq);
    if (!e) return;
    e.version = version;
    this.save();
  }

  /** The replica has reached a version: acknowledged edits up to it are dropped and answered. */
  settle(version: number): PendingEdit[] {
    const done = this.edits.filter((e) => e.version !== undefined && e.version <= version);
    if (done.length > 0) {
      this.edits = this.edits.filter((e) => !done.includes(e));
      this.index();
    }
    return done;
  }

  /** Drops an edit that was refused. */
  drop(client: string, seq: number): PendingEdit | undefined {
    const e = this.find(client, seq);
    if (!e) return undefined;
    this.edits.splice(this.edits.indexOf(e), 1);
    this.index();
    this.save();
    return e;
  }

  /** Rows or columns came or went: what was not acknowledged follows its cells. Edits with nothing left are answered and dropped. */
  shift(shifts: readonly Shift[], version: number): PendingEdit[] {
    const gone: PendingEdit[] = [];
    for (const e of this.edits) {
      if (e.version !== undefined || e.base >= version) continue;
      for (const s of shifts) e.ops = shiftOps(e.ops, s);
      e.base = version;
      if (e.ops.length === 0) gone.push(e);
    }
    this.edits = this.edits.filter((e) => !gone.includes(e));
    this.index();
    this.save();
    return gone;
  }

  /** What to show in a cell instead of what is held. */
  over(sheet: number, row: number, col: number): Overlay | undefined {
    if (this.edits.length === 0) return undefined;
    let o = this.cells.get(`${sheet}:${row}:${col}`);
    for (const { range: r, op } of this.wide) {
      if (r.sheet !== sheet || row < r.top || row > r.bottom || col < r.left || col > r.right) continue;
      if (op.op === "setFormat") o = { ...o, format: op.format };
      else if (o?.input === undefined) {
        if (op.op === "clear") o = { ...o, input: "" };
        else if (op.op === "set") o = { ...o, input: op.inputs[(row - r.top) * (r.right - r.left + 1) + col - r.left] ?? "" };
      }
    }
    return o;
  }

  private find(client: string, seq: number): PendingEdit | undefined {
    return this.edits.find((e) => e.seq === seq && e.client === client);
  }

  private index(): void {
    this.cells.clear();
    this.wide = [];
    for (const e of this.edits) for (const op of e.ops) this.indexOp(op);
  }

  private indexOp(op: Op): void {
    if (op.op !== "set" && op.op !== "clear" && op.op !== "setFormat") return;
    const r = op.range;
    const cols = r.right - r.left + 1;
    if (op.op === "setFormat" || (r.bottom - r.top + 1) * cols > SMALL) {
      this.wide.push({ range: r, op });
      return;
    }
    for (let row = r.top; row <= r.bottom; row++)
      for (let col = r.left; col <= r.right; col++) {
        const key = `${r.sheet}:${row}:${col}`;
        const input = op.op === "clear" ? "" : (op.inputs[(row - r.top) * cols + col - r.left] ?? "");
        this.cells.set(key, { ...this.cells.get(key), input });
      }
  }

  private save(): void {
    try {
      const open = this.unsaved;
      if (open.length === 0) this.keep.removeItem(this.key);
      else this.keep.setItem(this.key, JSON.stringify(open));
    } catch {
      // The store is full or forbidden: the edits still live in this page, and `saved` says that they are not saved.
    }
  }
}

function isEdit(x: unknown): x is PendingEdit {
  const e = x as Partial<PendingEdit> | null;
  return typeof e?.client === "string" && typeof e.seq === "number" && typeof e.base === "number" && Array.isArray(e.ops);
}

/** A name for one load of the page that nobody else has. */
export function newClient(): string {
  const b = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(b, (x) => x.toString(16).padStart(2, "0")).join("");
}
