/**
 * The replica of one open book in a tab: what the grid reads, kept current over the wire. It knows no DOM.
 */

import { Asks } from "./asks";
import { type Frame, readFrame } from "./frame";
import { Listeners } from "./listeners";
import type { BookInfo, CellView, Model, ModelEvents, Op, Peer, Position, Range, Rect, Role, Saved, Shift, State, You } from "./model";
import { overlaid } from "./overlay";
import { Pace } from "./pace";
import { type Keep, newClient, Pending, type PendingEdit } from "./pending";
import { closedFor, refusalOf } from "./permit";
import { PROTOCOL, type ServerMessage, type ViewMessage } from "./protocol";
import { Sight } from "./sight";
import { type Clock, type Line, clock as realClock, Socket } from "./socket";
import { Tiles } from "./tiles";
import { touched, whole } from "./touched";

export type * from "./model";
export { MAX_COLS, MAX_ROWS } from "./model";

/** What a replica needs of its surroundings. */
export interface ReplicaOptions {
  book: string;
  /** Shown to others; may be "". */
  name: string;
  /** What the page already knows, shown until the server has answered. */
  title: string;
  role: Role;
  /** Opens a websocket; the browser's is `() => new WebSocket(url)`. */
  connect: () => Line;
  /** Keeps what was typed over a reload: sessionStorage, or anything of its shape. */
  storage: Keep;
  clock?: Clock;
}

/** How often the view and the presence are told at most, in milliseconds. */
const VIEW_PACE = 30;
const PRESENCE_PACE = 100;

/** One replica per open book. Make it, listen, then start. */
export class Replica implements Model {
  info: BookInfo;
  role: Role;
  you: You;
  position: Position | undefined;
  closing = "";

  private readonly clock: Clock;
  private readonly socket: Socket;
  private readonly tiles: Tiles;
  private readonly pending: Pending;
  private readonly asks: Asks;
  private readonly extents = new Map<number, Rect>();
  private readonly peers = new Map<string, Peer>();
  private readonly listeners = new Listeners<ModelEvents>();
  private readonly sight = new Sight();
  private readonly viewPace: Pace;
  private here: { sheet: number; selection: Rect; editing: boolean } | undefined;
  private readonly herePace: Pace;
  private retryTimer: unknown;
  private retries = 0;
  private held = false;
  private lastSaid = "";

  constructor(private readonly o: ReplicaOptions) {
    this.clock = o.clock ?? realClock;
    this.info = { title: o.title, zone: "UTC", locale: "en", sheets: [], names: [], bindings: [] };
    this.role = o.role;
    this.you = { id: "", name: o.name, color: 0 };
    this.tiles = new Tiles(this.info);
    this.pending = new Pending(o.storage, `freshet:${o.book}`, newClient());
    this.asks = new Asks(
      (m) => this.state === "live" && this.socket.send(m),
      this.clock,
      () => this.info,
    );
    this.viewPace = new Pace(this.clock, VIEW_PACE, () => this.tellView());
    this.herePace = new Pace(this.clock, PRESENCE_PACE, () => this.tellHere());
    this.socket = new Socket({
      connect: o.connect,
      clock: this.clock,
      opened: () => this.hello(),
      received: (data) => {
        try {
          this.receive(data);
        } catch (e) {
          // Nothing that came is applied by halves: what is held is told anew when the line is back.
          console.error(e);
          this.position = undefined;
          this.socket.fault();
        }
      },
      changed: (state, why) => {
        if (state === "closed" && why === "reload" && !this.closing) this.closing = "The server was renewed. Please load the page again.";
        if (state === "closed" && !this.closing) this.closing = "The server closed the connection.";
        this.sayState();
      },
    });
  }

  get state(): State {
    return this.socket.state;
  }

  get saved(): Saved {
    if (this.pending.unsaved.length === 0) return "saved";
    return this.state === "live" && !this.held ? "saving" : "unsaved";
  }

  get others(): readonly Peer[] {
    return [...this.peers.values()];
  }

  /** Connects, and stays connected until close. */
  start(): void {
    this.socket.start();
  }

  close(): void {
    this.viewPace.close();
    this.herePace.close();
    this.clock.cancel(this.retryTimer);
    this.asks.close();
    this.socket.close();
  }

  /** The page is shown again or the network is back. */
  wake(): void {
    this.socket.wake();
  }

  /** The network went away. */
  away(): void {
    this.socket.away();
  }

  on<E extends keyof ModelEvents>(event: E, fn: (detail: ModelEvents[E]) => void): () => void {
    return this.listeners.add(event, fn);
  }

  cell(sheet: number, row: number, col: number): CellView | undefined {
    const held = this.tiles.cell(sheet, row, col);
    const over = this.pending.over(sheet, row, col);
    return over ? overlaid(held, over, this.info.locale) : held;
  }

  extent(sheet: number): Rect | undefined {
    return this.extents.get(sheet);
  }

  view(sheet: number, rect: Rect, pins: readonly Range[] = []): void {
    this.sight.want(sheet, rect, pins);
    this.viewPace.poke();
  }

  edit(ops: Op[]): void {
    if (ops.length === 0) return;
    const refusal = this.state === "closed" ? closedFor(this.closing) : refusalOf(ops, this.role);
    if (refusal) {
      this.emit("refused", { error: refusal, ops });
      return;
    }
    const e = this.pending.add(ops, this.position?.version ?? 0);
    this.repaint(e);
    if (this.state === "live" && !this.held) this.sendEdit(e);
    this.sayState();
  }

  undo(): void {
    this.edit([{ op: "undo" }]);
  }

  redo(): void {
    this.edit([{ op: "redo" }]);
  }

  presence(sheet: number, selection: Rect, editing: boolean): void {
    this.here = { sheet, selection, editing };
    this.herePace.poke();
  }

  readonly summary: Model["summary"] = (range) => this.asks.summary(range);
  readonly edge: Model["edge"] = (from, direction) => this.asks.edge(from, direction);
  readonly read: Model["read"] = (range) => this.asks.read(range);
  readonly check: Model["check"] = (at, input) => this.asks.check({ sheet: at.sheet, row: at.row, col: at.col }, input);
  readonly spill: Model["spill"] = (at) => this.asks.spill(at);

  private hello(): void {
    const held = this.sight.known;
    const keeps = held && this.position && this.tiles.holds([held, ...held.pins]);
    const view = this.sight.hello();
    this.watch(view);
    this.socket.send({
      t: "hello",
      protocol: PROTOCOL,
      client: this.pending.client,
      name: this.o.name,
      book: this.o.book,
      ...(keeps ? { position: this.position } : {}),
      ...(view ? { view } : {}),
    });
  }

  private receive(data: string | ArrayBuffer): void {
    if (typeof data !== "string") {
      this.frame(readFrame(data));
      return;
    }
    const m = JSON.parse(data) as ServerMessage;
    switch (m.t) {
      case "welcome":
        this.welcome(m);
        break;
      case "ack":
        this.pending.acknowledge(m.client ?? this.pending.client, m.seq, m.version);
        this.retries = 0;
        if (this.position) this.settle(this.position.version);
        this.sayState();
        break;
      case "refuse":
        this.refused(m);
        break;
      case "book":
        this.describe(m.info);
        break;
      case "extents":
        this.setExtents(m.extents);
        break;
      case "shifts":
        this.shifted(m.shifts, m.version);
        break;
      case "presence":
        for (const id of m.gone) this.peers.delete(id);
        for (const p of m.peers) if (p.id !== this.you.id) this.peers.set(p.id, p);
        this.emit("presence", this.others.slice());
        break;
      case "answer":
        this.asks.answered(m.id, m.summary ?? m.ref ?? m.fault ?? m.spill);
        break;
      case "bye":
        this.closing = m.reason;
    }
  }

  private welcome(m: Extract<ServerMessage, { t: "welcome" }>): void {
    if (this.position && this.position.epoch !== m.position.epoch) {
      this.tiles.forget();
      this.position = undefined;
    }
    this.position ??= { epoch: m.position.epoch, version: 0 };
    this.role = m.role;
    this.you = m.you;
    this.closing = "";
    this.sight.arrive(m.info.sheets[0]?.id);
    this.watch(this.sight.known);
    this.describe(m.info);
    this.setExtents(m.extents);
    this.peers.clear();
    this.emit("presence", []);
    this.held = false;
    this.socket.welcomed();
    for (const e of this.pending.unsaved) this.sendEdit(e);
    this.asks.again();
    this.tellView();
    this.tellHere();
    this.sayState();
  }

  private frame(f: Frame): void {
    if (f.id !== 0) {
      this.asks.answered(f.id, f);
      return;
    }
    const changes = this.tiles.apply(f);
    if (this.position) this.position = { epoch: this.position.epoch, version: f.version };
    this.settle(f.version);
    for (const c of changes) if (c.all || c.rows.length > 0) this.emit("cells", c);
  }

  private settle(version: number): void {
    for (const e of this.pending.settle(version)) this.repaint(e);
  }

  private refused(m: Extract<ServerMessage, { t: "refuse" }>): void {
    if (m.id) this.asks.refused(m.id, m.error);
    if (m.of === "view") this.sight.refused();
    if (!m.seq) return; // of the view or presence: nothing of the user's is lost
    if (m.error.code === "unavailable" || m.error.code === "too_many") {
      this.retry();
      return;
    }
    const e = this.pending.drop(m.client ?? this.pending.client, m.seq);
    if (!e) return;
    this.repaint(e);
    this.emit("refused", { error: m.error, ops: e.ops });
    this.sayState();
  }

  /** Sends everything that is not acknowledged again after a while: the server holds what comes after the edit it could not do. */
  private retry(): void {
    if (this.held) return;
    this.held = true;
    const pause = Math.min(10_000, 500 * 2 ** this.retries) * (0.5 + this.clock.random() / 2);
    this.retries = Math.min(this.retries + 1, 8);
    this.clock.cancel(this.retryTimer);
    this.retryTimer = this.clock.after(pause, () => {
      this.held = false;
      if (this.state === "live") for (const e of this.pending.unsaved) this.sendEdit(e);
      this.sayState();
    });
    this.sayState();
  }

  private sendEdit(e: PendingEdit): void {
    const client = e.client === this.pending.client ? {} : { client: e.client };
    this.socket.send({ t: "edit", seq: e.seq, ...client, base: e.base, ops: e.ops });
  }

  private shifted(shifts: Shift[], version: number): void {
    for (const s of shifts) this.tiles.forgetStale(s.sheet);
    for (const e of this.pending.shift(shifts, version)) {
      this.emit("refused", { error: { code: "conflict", message: "Somebody deleted those cells at the same time." }, ops: e.ops });
    }
    this.emit("shift", shifts);
    for (const sheet of new Set(shifts.map((s) => s.sheet))) this.emit("cells", whole(sheet));
  }

  private describe(info: BookInfo): void {
    this.info = info;
    this.tiles.describe(info);
    this.emit("info", info);
  }

  private setExtents(extents: readonly Range[]): void {
    const sheets = new Set([...this.extents.keys(), ...extents.map((e) => e.sheet)]);
    this.extents.clear();
    for (const { sheet, ...rect } of extents) this.extents.set(sheet, rect);
    for (const sheet of sheets) this.emit("extent", { sheet });
  }

  private tellView(): void {
    const view = this.state === "live" ? this.sight.news() : undefined;
    if (!view) return;
    this.watch(view);
    this.socket.send({ t: "view", ...view });
  }

  private watch(view: ViewMessage | undefined): void {
    if (view) this.tiles.watch([view, ...view.pins]);
  }

  private tellHere(): void {
    if (this.here && this.state === "live") this.socket.send({ t: "presence", ...this.here });
  }

  /** Cells an edit shows itself in look different now. */
  private repaint(e: PendingEdit): void {
    for (const c of touched(e.ops)) this.emit("cells", c);
  }

  private sayState(): void {
    const said = `${this.state} ${this.saved}`;
    if (said === this.lastSaid) return;
    this.lastSaid = said;
    this.emit("state", { state: this.state, saved: this.saved });
  }

  private emit<E extends keyof ModelEvents>(event: E, detail: ModelEvents[E]): void {
    this.listeners.tell(event, detail);
  }
}
