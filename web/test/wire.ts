/** A server and a clock for tests, made of nothing. */
import type { ReplicaOptions } from "../replica";
import { Replica } from "../replica";
import type { Clock, Line } from "../socket";

/** Time that passes only when told. */
export class FakeClock implements Clock {
  private time = 1_000_000;
  private timers: { at: number; fn: () => void }[] = [];

  now(): number {
    return this.time;
  }

  after(ms: number, fn: () => void): unknown {
    const t = { at: this.time + ms, fn };
    this.timers.push(t);
    return t;
  }

  cancel(timer: unknown): void {
    this.timers = this.timers.filter((t) => t !== timer);
  }

  random(): number {
    return 1;
  }

  /** Time passes first, and what was due is done once, late. */
  late(ms: number): void {
    this.time += ms;
    const due = this.timers.filter((t) => t.at <= this.time);
    this.timers = this.timers.filter((t) => !due.includes(t));
    for (const t of due) t.fn();
  }

  pass(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const next = this.timers.filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.timers = this.timers.filter((t) => t !== next);
      this.time = next.at;
      next.fn();
    }
    this.time = end;
  }
}

/** One websocket, seen from the server. */
export class FakeLine implements Line {
  binaryType = "blob";
  readyState = 0;
  onopen: ((e: never) => void) | null = null;
  onmessage: ((e: { data: unknown }) => void) | null = null;
  onclose: ((e: { code: number; reason: string }) => void) | null = null;
  onerror: ((e: never) => void) | null = null;
  readonly sent: Record<string, unknown>[] = [];
  closed = false;

  send(data: string): void {
    this.sent.push(JSON.parse(data));
  }

  close(): void {
    this.closed = true;
    this.readyState = 3;
  }

  accept(): void {
    this.readyState = 1;
    this.onopen?.(undefined as never);
  }

  say(m: unknown): void {
    this.onmessage?.({ data: m instanceof ArrayBuffer ? m : JSON.stringify(m) });
  }

  drop(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code, reason: "" });
  }

  /** The messages of one sort the tab has sent. */
  of(t: string): Record<string, unknown>[] {
    return this.sent.filter((m) => m.t === t);
  }
}

/** Storage of one tab. */
export class FakeStorage {
  readonly items = new Map<string, string>();
  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }
  removeItem(key: string): void {
    this.items.delete(key);
  }
}

/** A replica and everything around it. */
export function scene(o: Partial<ReplicaOptions> = {}) {
  const clock = new FakeClock();
  const lines: FakeLine[] = [];
  const storage = new FakeStorage();
  const connect = (): Line => {
    const l = new FakeLine();
    lines.push(l);
    return l;
  };
  const replica = new Replica({ book: "b1", name: "Ada", title: "A book", role: "editor", connect, storage, clock, ...o });
  const line = (): FakeLine => lines[lines.length - 1] as FakeLine;
  return { clock, lines, line, storage, replica };
}

/** A welcome at a version. */
export function welcome(version: number, epoch = "e1"): Record<string, unknown> {
  return {
    t: "welcome",
    position: { epoch, version },
    role: "editor",
    you: { id: "me", name: "Ada", color: 3 },
    info: { title: "A book", zone: "UTC", locale: "en", sheets: [{ id: 1, name: "Sheet1" }], names: [], bindings: [] },
    extents: [{ sheet: 1, top: 0, left: 0, bottom: 4, right: 2 }],
    seq: 0,
  };
}

/** A frame of complete areas and single numbers. */
export function frame(
  version: number,
  o: {
    reset?: boolean;
    areas?: [number, number, number, number, number][];
    numbers?: [number, number, number][];
    asIs?: boolean;
    id?: number;
  } = {},
): ArrayBuffer {
  const numbers = o.numbers ?? [];
  const side = o.areas ? new TextEncoder().encode(JSON.stringify({ areas: o.areas })) : new Uint8Array();
  const buffer = new ArrayBuffer(32 + 24 * numbers.length + side.length);
  const v = new DataView(buffer);
  v.setUint8(0, 1);
  v.setUint8(1, o.reset ? 1 : 0);
  v.setUint32(4, o.id ?? 0, true);
  v.setFloat64(8, version, true);
  v.setFloat64(16, 1000 + version, true);
  v.setUint32(24, numbers.length, true);
  v.setUint32(28, side.length, true);
  numbers.forEach(([row, col, x], i) => {
    const at = 32 + 24 * i;
    v.setUint32(at, row, true);
    v.setUint16(at + 4, col, true);
    v.setUint8(at + 6, 1 | (o.asIs ? 0x80 : 0));
    v.setUint8(at + 7, 2);
    v.setUint32(at + 8, 1, true);
    v.setUint32(at + 12, 1, true);
    v.setFloat64(at + 16, x, true);
  });
  new Uint8Array(buffer, 32 + 24 * numbers.length).set(side);
  return buffer;
}
