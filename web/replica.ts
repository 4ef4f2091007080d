/**
 * The replica of one open book in a tab: what the grid reads, kept current over the wire. It knows no DOM.
 */
import type { BookInfo, CellView, Direction, Model, ModelEvents, Op, Peer, Position, Range, Rect, Ref, Role, Saved, State, Summary, You } from "./model";

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
  connect: () => WebSocket;
  /** Keeps what was typed over a reload: sessionStorage, or anything of its shape. */
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
}

/** One replica per open book. Make it, listen, then start. */
export declare class Replica implements Model {
  constructor(options: ReplicaOptions);
  readonly info: BookInfo;
  readonly role: Role;
  readonly you: You;
  readonly position: Position | undefined;
  readonly state: State;
  readonly closing: string;
  readonly saved: Saved;
  readonly others: readonly Peer[];
  /** Connects, and stays connected until close. */
  start(): void;
  close(): void;
  /** The page was shown or hidden, or the network came or went: tells the socket to hurry or to rest. */
  wake(): void;
  rest(): void;
  cell(sheet: number, row: number, col: number): CellView | undefined;
  extent(sheet: number): Rect | undefined;
  view(sheet: number, rect: Rect, pins?: readonly Range[]): void;
  edit(ops: Op[]): void;
  undo(): void;
  redo(): void;
  presence(sheet: number, selection: Rect, editing: boolean): void;
  summary(range: Range): Promise<Summary>;
  edge(from: Ref, direction: Direction): Promise<Ref>;
  read(range: Range): Promise<CellView[][]>;
  on<E extends keyof ModelEvents>(event: E, fn: (detail: ModelEvents[E]) => void): () => void;
}
