/**
 * The wire between a tab and server/live: the closed set of messages. The Go side is server/live/protocol.go; frames in
 * server/live/testdata are read by the tests of both. Text messages are JSON objects told apart by `t`; cells travel as binary
 * frames (frame.ts).
 */
import type { BookInfo, Direction, Op, Peer, Position, Range, Rect, Ref, Refusal, Role, Shift, Spill, Summary, You } from "./model";

/** The revision of this protocol. A server that speaks another closes with a code that makes the page load anew. */
export const PROTOCOL = 1;

/** Views are whole tiles: both sides then agree oftener on what is seen, and a tile is loaded or it is not. */
export const TILE_ROWS = 32;
export const TILE_COLS = 8;

/** What the tab sees: its viewport and what else it keeps current; every rectangle of whole tiles. */
export interface ViewMessage {
  sheet: number;
  top: number;
  left: number;
  bottom: number;
  right: number;
  pins: Range[];
}

/** From the tab to the server. */
export type ClientMessage =
  /**
   * The first message. `position` only when everything in `view` is held as of it. The sheet of `view` may be 0, the one the book begins
   * with, whichever that is: then it has no pins.
   */
  | { t: "hello"; protocol: number; client: string; name: string; book: string; position?: Position; view?: ViewMessage }
  | ({ t: "view" } & ViewMessage)
  /** `client` only for edits of an earlier page of this tab. `base` is the version whose rows and columns the ops speak of. */
  | { t: "edit"; seq: number; client?: string; base: number; ops: Op[] }
  | { t: "presence"; sheet: number; selection: Rect; editing: boolean }
  | { t: "ask"; id: number; what: "summary"; range: Range }
  | { t: "ask"; id: number; what: "edge"; from: Ref; direction: Direction }
  | { t: "ask"; id: number; what: "read"; range: Range }
  | { t: "ask"; id: number; what: "check"; from: Ref; input: string }
  | { t: "ask"; id: number; what: "spill"; from: Ref }
  | { t: "ping"; at: number };

/** The extent of one sheet; sheets that are blank are not listed. */
export type Extents = Range[];

/** From the server to the tab. */
export type ServerMessage =
  | { t: "welcome"; position: Position; role: Role; you: You; info: BookInfo; extents: Extents; seq: number }
  /** `client` as in the edit. The effect is in the cells of every frame at `version` or later. */
  | { t: "ack"; seq: number; client?: string; version: number }
  /** Of an edit (seq > 0), an ask (id > 0), or the view or presence (`of`). */
  | { t: "refuse"; seq?: number; client?: string; id?: number; of?: string; error: Refusal }
  | { t: "book"; version: number; info: BookInfo }
  | { t: "extents"; version: number; extents: Extents }
  /** Told before the frame whose places are after all of them. */
  | { t: "shifts"; version: number; shifts: Shift[] }
  | { t: "presence"; peers: Peer[]; gone: string[] }
  | { t: "answer"; id: number; summary?: Summary; ref?: Ref; fault?: Refusal; spill?: Spill }
  | { t: "pong"; at: number }
  /** Told before the socket closes with the code. */
  | { t: "bye"; code: number; reason: string };

/** What a close code asks of the tab: come back soon, stay away, or load the page anew. */
export type Farewell = "return" | "stay" | "reload";

/**
 * The close codes, one table with server/live/close.go: 40xx come back, 41xx stay away, 42xx load the page anew. Codes of the
 * standard mean "come back" save those that say the tab is at fault.
 */
export const CLOSE = {
  drain: 1012,
  slow: 4000,
  silent: 4001,
  fault: 4002,
  busy: 4003,
  revoked: 4100,
  forbidden: 4101,
  gone: 4102,
  violation: 4103,
  protocol: 4200,
} as const;

/** Reads a close code. */
export function farewell(code: number): Farewell {
  if (code >= 4200 && code < 4300) return "reload";
  if (code >= 4100 && code < 4200) return "stay";
  if (code === 1002 || code === 1003 || code === 1007 || code === 1008 || code === 1009) return "stay";
  return "return";
}
