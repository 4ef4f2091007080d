/**
 * The words in which the browser's side speaks of a book. They mirror package cells; rows and columns count from
 * zero, times are Unix milliseconds. Nothing here knows the DOM or the wire.
 */

/** A rectangle of cells; both corners belong to it. */
export interface Rect {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** A rectangle on one sheet. Sheets are named by their id, from 1. */
export interface Range extends Rect {
  sheet: number;
}

/** The place of one cell. */
export interface Ref {
  sheet: number;
  row: number;
  col: number;
}

/** The size of every sheet. */
export const MAX_ROWS = 1 << 20;
export const MAX_COLS = 1 << 14;

/** How a cell shows its value; absent fields have their zero. Compare with `sameFormat`. */
export interface Format {
  kind?: "number" | "percent" | "currency" | "scientific" | "datetime" | "date" | "time" | "duration" | "text" | "sparkline";
  decimals?: number;
  grouping?: boolean;
  symbol?: string;
  pattern?: string;
  unit?: string;
  bold?: boolean;
  italic?: boolean;
  strike?: boolean;
  align?: "left" | "center" | "right";
  color?: string;
  fill?: string;
}

/** The sort of a cell's value. */
export type Kind = "blank" | "number" | "text" | "bool" | "time" | "duration" | "error" | "array";

/** An error as a cell shows it, with the place where it first arose. */
export interface CellFault {
  /** "#DIV/0!" and its like. */
  code: string;
  message: string;
  /** Where it arose, as people write it: "B2" on the cell's own sheet, "Sheet2!B2" elsewhere; "" when it is not known. */
  origin: string;
  /** The same place for following it. */
  ref?: Ref;
  /** The function that raised it. */
  func?: string;
  /** Which of its arguments was at fault, from 1. */
  arg?: number;
  /** For #CYCLE!: the loop, as people write it. */
  cycle?: string[];
}

/** All that the grid needs to show one cell. It is immutable: a changed cell has another CellView. */
export interface CellView {
  kind: Kind;
  /** The number behind a number, time, duration or truth; else 0. */
  num: number;
  /** The value as the cell shows it, rendered in the book's locale. */
  text: string;
  /** What the editor shows. */
  input: string;
  /** The input is a formula. */
  formula: boolean;
  format: Format;
  error?: CellFault;
  /** When the value last changed, Unix milliseconds; 0 when that is not known. */
  at: number;
  /** The value came as a reading of a device. */
  reading: boolean;
  /** Typed here and not yet acknowledged. */
  pending: boolean;
  /** The value comes from an array formula elsewhere. */
  spilled: boolean;
}

/** One tab. Sizes are sorted, in CSS pixels; lines that are not named have the default. */
export interface Sheet {
  id: number;
  name: string;
  widths?: Size[];
  heights?: Size[];
}

export interface Size {
  from: number;
  to: number;
  size: number;
}

/** A defined name. */
export interface Name {
  name: string;
  range: Range;
}

/** Which part of what a feed brings goes to which cell. */
export interface Binding {
  id: string;
  source: string;
  topic: string;
  path?: string;
  target: Ref;
  scale?: string;
}

/** What a book is beside its cells. Replaced as a whole when it changes. */
export interface BookInfo {
  title: string;
  zone: string;
  locale: string;
  sheets: Sheet[];
  names: Name[];
  bindings: Binding[];
}

export type Role = "viewer" | "editor" | "owner";

/** Where a replica stands in the book's log. */
export interface Position {
  epoch: string;
  version: number;
}

/** Somebody else who has the book open. */
export interface Peer {
  id: string;
  name: string;
  /** Which of the palette's colours, 0–11; the same in every browser. */
  color: number;
  role: Role;
  sheet: number;
  /** What is selected; absent until the peer has selected something. */
  selection?: Rect;
  /** The cell being edited is selection's first. */
  editing: boolean;
}

/** Oneself, as others see one. */
export interface You {
  id: string;
  name: string;
  color: number;
}

/** Why something asked for was not done; the shape of cells.Error. */
export interface Refusal {
  code: "invalid" | "syntax" | "not_found" | "forbidden" | "unauthentic" | "conflict" | "too_large" | "too_many" | "unavailable";
  message: string;
  where?: string;
  /** For syntax: the offset in characters into the input, from 1. */
  pos?: number;
  hint?: string;
}

/** What is put into a cell: the text as typed, or a literal taken as it is (see cells.Value's JSON). */
export type Input = string | { value: unknown };

/** The ops of package cells as JSON carries them. */
export type Op =
  | { op: "set"; range: Range; inputs: Input[] }
  | { op: "fill"; source: Range; target: Range; mode: "series" | "other" }
  | { op: "copy"; source: Range; dest: Range }
  | { op: "move"; source: Range; dest: Ref }
  | { op: "clear"; range: Range }
  | { op: "insert"; sheet: number; axis: Axis; at: number; count: number }
  | { op: "delete"; sheet: number; axis: Axis; at: number; count: number }
  | { op: "addSheet"; name: string; index: number }
  | { op: "renameSheet"; sheet: number; name: string }
  | { op: "moveSheet"; sheet: number; index: number }
  | { op: "deleteSheet"; sheet: number }
  | { op: "defineName"; name: string; range: Range }
  | { op: "dropName"; name: string }
  | { op: "setFormat"; range: Range; format: Format }
  | { op: "setWidth"; sheet: number; axis: Axis; from: number; to: number; size: number }
  | { op: "setBook"; title?: string; zone?: string; locale?: string }
  | { op: "setPolicy"; range: Range; policy: { log: "" | "changes" | "all" | "nothing"; keep?: number } }
  | { op: "bind"; binding: Binding }
  | { op: "unbind"; id: string }
  | { op: "undo" }
  | { op: "redo" };

export type Axis = "rows" | "cols";

/** Rows or columns that came (count > 0) or went (count < 0) at `at`. */
export interface Shift {
  sheet: number;
  axis: Axis;
  at: number;
  count: number;
}

/** Cells of one sheet that look different now. */
export interface CellsChange {
  sheet: number;
  /** Everything on the sheet may differ; the lists are empty. */
  all: boolean;
  /** The values changed under the reader's eyes; false when cells were only loaded or typed here. */
  live: boolean;
  /** Parallel lists: the place, and 1 for a number that rose, -1 for one that fell, 0 for any other change. */
  rows: number[];
  cols: number[];
  trend: number[];
}

/** Whether the page hears of changes. `closed`: it will not come back by itself; `closing` says why. */
export type State = "live" | "reconnecting" | "offline" | "closed";

/** Whether everything typed has been acknowledged. `unsaved`: it is kept here and will be sent when the server is back. */
export type Saved = "saved" | "saving" | "unsaved";

/** Figures over the cells of a range, whatever part of it is loaded. Numbers, times and durations count as numeric. */
export interface Summary {
  version: number;
  /** Cells that are not blank. */
  count: number;
  numeric: number;
  sum: number;
  min: number;
  max: number;
}

/** What the array of a formula covers, or would if nothing were in its way; the formula stands in the upper left. */
export interface Spill {
  range: Range;
  input: string;
}

/** Which way a jump goes. */
export type Direction = "up" | "down" | "left" | "right";

/** What the listeners of a Model are told. */
export interface ModelEvents {
  cells: CellsChange;
  info: BookInfo;
  /** state or saved changed. */
  state: { state: State; saved: Saved };
  /** others changed. */
  presence: Peer[];
  /** An edit was not done; its pending cells show the old values again. `ops` is what was asked for. */
  refused: { error: Refusal; ops: Op[] };
  /** Rows and columns came or went; move selections and open editors along. Told before the cells that follow. */
  shift: Shift[];
  /** The extent of a sheet changed. */
  extent: { sheet: number };
}

/**
 * An open book as the grid sees it: Replica over the wire, or anything else of this shape. Reading is synchronous
 * and cheap; what is not loaded is undefined and arrives with a `cells` event once `view` asks for it.
 */
export interface Model {
  readonly info: BookInfo;
  readonly role: Role;
  readonly you: You;
  readonly position: Position | undefined;
  readonly state: State;
  /** When state is "closed", a sentence that says why; else "". */
  readonly closing: string;
  readonly saved: Saved;
  readonly others: readonly Peer[];
  /** undefined: not loaded yet. A blank cell is a CellView of kind "blank". */
  cell(sheet: number, row: number, col: number): CellView | undefined;
  /** The smallest rectangle from A1 that covers everything on the sheet; undefined for a blank sheet. */
  extent(sheet: number): Rect | undefined;
  /** Says what is on the screen and, in pins, what else must be kept current (a chart's cells, the cell panel's): 65,536 cells in all, the screen first, what is beyond is left out. Before the book is there, sheet 0 is the one it will begin with. Call it freely on every scroll. */
  view(sheet: number, rect: Rect, pins?: readonly Range[]): void;
  /** Asks for ops that take effect together. Shown at once where that can be told; effect once, whatever the connection does. */
  edit(ops: Op[]): void;
  undo(): void;
  redo(): void;
  /** Tells others where one is. */
  presence(sheet: number, selection: Rect, editing: boolean): void;
  /** Asks the server about cells that need not be loaded. Rejected with a Refusal. */
  summary(range: Range): Promise<Summary>;
  /** Where Ctrl+arrow leads: the edge of the block of filled cells, or the next filled cell, or the edge of the sheet. */
  edge(from: Ref, direction: Direction): Promise<Ref>;
  /** The cells of a range of at most 50,000, row by row: for the clipboard. */
  read(range: Range): Promise<CellView[][]>;
  /** What is wrong with a text for a cell, as an edit with it would be refused; undefined when nothing is. */
  check(at: Ref, input: string): Promise<Refusal | undefined>;
  /** The array that covers a cell; undefined when none does. */
  spill(at: Ref): Promise<Spill | undefined>;
  /** Listens; the answer stops listening. */
  on<E extends keyof ModelEvents>(event: E, fn: (detail: ModelEvents[E]) => void): () => void;
}
