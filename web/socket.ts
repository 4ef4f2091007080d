/**
 * A websocket that stays: it comes back after a loss with growing pauses, notices a dead line by silence, and stays away when the
 * server says so. It knows no DOM; whoever owns it says when the page is shown, hidden, on or off the network.
 */
import type { State } from "./model";
import { CLOSE, type Farewell, farewell } from "./protocol";

/** What of WebSocket is used. */
export interface Line {
  binaryType: string;
  readonly readyState: number;
  onopen: ((e: never) => void) | null;
  onmessage: ((e: { data: unknown }) => void) | null;
  onclose: ((e: { code: number; reason: string }) => void) | null;
  onerror: ((e: never) => void) | null;
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

/** Time, so that tests need not wait. */
export interface Clock {
  now(): number;
  after(ms: number, fn: () => void): unknown;
  cancel(timer: unknown): void;
  /** Between 0 and 1. */
  random(): number;
}

export const clock: Clock = {
  now: () => Date.now(),
  after: (ms, fn) => setTimeout(fn, ms),
  cancel: (t) => clearTimeout(t as number),
  random: () => Math.random(),
};

export interface SocketOptions {
  connect: () => Line;
  clock?: Clock;
  /** The line is open: say hello. */
  opened: () => void;
  /** Text as a string, frames as an ArrayBuffer. */
  received: (data: string | ArrayBuffer) => void;
  /** The state changed; for "closed", what the last close code asks for. */
  changed: (state: State, why: Farewell) => void;
}

/**
 * Pauses and patience in milliseconds: the first and the longest pause before coming back; how long a silence is before a ping, and how
 * long its answer may take, also in a hurry; after how long "reconnecting" becomes "offline"; how long a line may take to open;
 * after how long a line counts as good.
 */
export const TIMES = {
  first: 250,
  most: 15_000,
  heartbeat: 15_000,
  patience: 10_000,
  hurry: 3_000,
  offline: 8_000,
  opening: 15_000,
  good: 5_000,
} as const;

export class Socket {
  state: State = "reconnecting";
  private readonly clock: Clock;
  private line: Line | undefined;
  private tries = 0;
  private heard = 0;
  /** A ping is out and nothing was heard since. */
  private asked = false;
  private lostAt = 0;
  private since = 0;
  private next: unknown;
  private beat: unknown;
  private online = true;
  private over = false;

  constructor(private readonly o: SocketOptions) {
    this.clock = o.clock ?? clock;
  }

  start(): void {
    this.lostAt = this.clock.now();
    this.open();
  }

  /** Ends for good. */
  close(): void {
    this.over = true;
    this.clock.cancel(this.next);
    this.hangUp();
  }

  /** Sends if the line is open; whether it was. */
  send(message: unknown): boolean {
    if (this.line?.readyState !== 1) return false;
    this.line.send(JSON.stringify(message));
    return true;
  }

  /** The server has welcomed us. */
  welcomed(): void {
    this.since = this.clock.now();
    this.say("live");
  }

  /** What the server says makes no sense: leaves it, and comes back later. */
  fault(): void {
    if (this.line) this.lost(CLOSE.fault);
  }

  /** The page is shown again, or the network is back: tries at once, and makes sure that an open line is alive. */
  wake(): void {
    this.online = true;
    if (this.over) return;
    if (this.line) {
      this.doubt();
      return;
    }
    this.tries = 0;
    this.open();
  }

  /** The network is gone, as far as the browser knows. */
  away(): void {
    this.online = false;
    if (this.over) return;
    if (this.line) this.doubt();
    if (this.state !== "live") this.say("offline");
  }

  private open(): void {
    this.clock.cancel(this.next);
    if (this.over || this.line) return;
    let line: Line;
    try {
      line = this.o.connect();
    } catch {
      this.later();
      return;
    }
    this.line = line;
    line.binaryType = "arraybuffer";
    line.onopen = () => {
      if (this.line !== line) return;
      this.heard = this.clock.now();
      this.asked = false;
      this.watch();
      this.o.opened();
    };
    line.onmessage = (e) => {
      if (this.line !== line) return;
      this.heard = this.clock.now();
      this.asked = false;
      this.o.received(e.data as string | ArrayBuffer);
    };
    line.onclose = (e) => {
      if (this.line === line) this.lost(e.code);
    };
    line.onerror = null;
    this.clock.cancel(this.beat);
    this.beat = this.clock.after(TIMES.opening, () => this.lost(CLOSE.silent));
  }

  /**
   * Pings after a silence, and gives a line up that does not answer in time. It is the missing answer that counts and not the clock: timers
   * of hidden pages run late.
   */
  private watch(): void {
    this.clock.cancel(this.beat);
    const quiet = this.clock.now() - this.heard;
    this.beat = this.clock.after(Math.max(0, TIMES.heartbeat - quiet), () => {
      if (this.clock.now() - this.heard < TIMES.heartbeat) this.watch();
      else this.ping(TIMES.patience);
    });
  }

  private ping(patience: number): void {
    this.asked = true;
    this.send({ t: "ping", at: this.clock.now() });
    this.clock.cancel(this.beat);
    this.beat = this.clock.after(patience, () => {
      if (this.asked) this.lost(CLOSE.silent);
      else this.watch();
    });
  }

  /** An open line may be dead. One that is still opening has its own time. */
  private doubt(): void {
    if (this.line?.readyState === 1) this.ping(TIMES.hurry);
  }

  private lost(code: number): void {
    this.hangUp();
    const why = farewell(code);
    if (why !== "return") {
      this.over = true;
      this.say("closed", why);
      return;
    }
    if (this.state === "live") {
      this.lostAt = this.clock.now();
      // A line that was good for a while is come back to at once; one that fails soon after every welcome is not.
      if (this.lostAt - this.since >= TIMES.good) this.tries = 0;
    }
    this.later();
  }

  private later(): void {
    const gone = this.clock.now() - this.lostAt;
    this.say(!this.online || gone >= TIMES.offline ? "offline" : "reconnecting");
    const most = Math.min(TIMES.most, TIMES.first * 2 ** this.tries);
    this.tries = Math.min(this.tries + 1, 16);
    this.next = this.clock.after(most / 2 + (this.clock.random() * most) / 2, () => this.open());
  }

  private hangUp(): void {
    this.clock.cancel(this.beat);
    const line = this.line;
    this.line = undefined;
    if (!line) return;
    line.onopen = line.onmessage = line.onclose = null;
    try {
      line.close();
    } catch {
      // It was never open.
    }
  }

  private say(state: State, why: Farewell = "return"): void {
    if (this.state === state) return;
    this.state = state;
    this.o.changed(state, why);
  }
}
