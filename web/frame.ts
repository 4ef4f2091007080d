/** Reading the binary frames of cells; server/live/frame.go has the layout. */
import type { Format, Kind, Rect } from "./model";

/** What one frame tells. The typed arrays are views of the frame's own memory. */
export interface Frame {
  /** Forget everything held before. */
  reset: boolean;
  /** The question it answers, or zero. */
  id: number;
  version: number;
  at: number;
  /** Told completely: what is held in them is forgotten before the runs are read. */
  areas: (Rect & { sheet: number })[];
  runs: Run[];
  texts: string[];
  faults: WireFault[];
  arrays: WireArray[];
  inputs: string[];
  formats: Format[];
}

/** Cells one below the other. */
export interface Run {
  sheet: number;
  row: number;
  col: number;
  count: number;
  /** Of every cell, where marks is absent. */
  mark: number;
  marks: Uint8Array | undefined;
  /** Numbers, or places in the tables; absent when all are blank. */
  values: Float64Array | undefined;
  /** When the values last changed: of all of them, or of each. */
  ats: Float64Array | undefined;
  /** Places in inputs counted from one. */
  inputs: Uint32Array | undefined;
  /** The place in formats that all have; -1 when formats tells each (from one) or all have the default. */
  format: number;
  formats: Uint32Array | undefined;
}

export interface WireFault {
  code: string;
  message: string;
  origin?: [number, number, number];
  func?: string;
  arg?: number;
  cycle?: [number, number, number][];
}

export interface WireArray {
  rows: number;
  cols: number;
  /** The mark and value of the first element. */
  first: [number, number];
}

/** Flags of a mark beside the kind in its lowest three bits. */
export const MARK = { kind: 7, formula: 0x08, reading: 0x10, spilled: 0x20, asIs: 0x80 } as const;

const KINDS: readonly Kind[] = ["blank", "number", "text", "bool", "time", "duration", "error", "array"];

/** The kind a mark names. */
export function kindOf(mark: number): Kind {
  return KINDS[mark & MARK.kind] ?? "blank";
}

const PART = { marks: 1, values: 2, at: 4, ats: 8, inputs: 16, format: 32, formats: 64 } as const;

interface SideTable {
  areas?: [number, number, number, number, number][];
  texts?: string[];
  faults?: WireFault[];
  arrays?: WireArray[];
  inputs?: string[];
  formats?: Format[];
}

const utf8 = new TextDecoder();

/** Reads a frame. Throws a RangeError on bytes that are none: the server and the page then speak different revisions. */
export function readFrame(buffer: ArrayBuffer): Frame {
  const view = new DataView(buffer);
  if (view.getUint8(0) !== 1) throw new RangeError("the frame is of an unknown sort");
  const count = view.getUint32(24, true);
  const sideLength = view.getUint32(28, true);
  const end = buffer.byteLength - sideLength;
  const runs: Run[] = [];
  let at = 32;
  for (let i = 0; i < count; i++) {
    const [run, next] = readRun(buffer, view, at, end);
    runs.push(run);
    at = next;
  }
  if (at !== end) throw new RangeError("the frame does not end where its runs do");
  const side: SideTable = sideLength > 0 ? JSON.parse(utf8.decode(new Uint8Array(buffer, end))) : {};
  return {
    reset: (view.getUint8(1) & 1) !== 0,
    id: view.getUint32(4, true),
    version: view.getFloat64(8, true),
    at: view.getFloat64(16, true),
    areas: (side.areas ?? []).map(([sheet, top, left, bottom, right]) => ({ sheet, top, left, bottom, right })),
    runs,
    texts: side.texts ?? [],
    faults: side.faults ?? [],
    arrays: side.arrays ?? [],
    inputs: side.inputs ?? [],
    formats: side.formats ?? [],
  };
}

function readRun(buffer: ArrayBuffer, view: DataView, start: number, end: number): [Run, number] {
  const parts = view.getUint8(start + 7);
  const n = view.getUint32(start + 8, true);
  let at = start + 16;
  const take = (bytes: number): number => {
    const here = at;
    at += (bytes + 7) & ~7;
    if (at > end) throw new RangeError("the frame ends inside a run");
    return here;
  };
  const run: Run = {
    row: view.getUint32(start, true),
    col: view.getUint16(start + 4, true),
    mark: view.getUint8(start + 6),
    count: n,
    sheet: view.getUint32(start + 12, true),
    marks: parts & PART.marks ? new Uint8Array(buffer, take(n), n) : undefined,
    values: parts & PART.values ? new Float64Array(buffer, take(8 * n), n) : undefined,
    ats: undefined,
    inputs: undefined,
    format: -1,
    formats: undefined,
  };
  if (parts & PART.at) run.ats = new Float64Array(buffer, take(8), 1);
  else if (parts & PART.ats) run.ats = new Float64Array(buffer, take(8 * n), n);
  if (parts & PART.inputs) run.inputs = new Uint32Array(buffer, take(4 * n), n);
  if (parts & PART.format) run.format = view.getUint32(take(4), true);
  else if (parts & PART.formats) run.formats = new Uint32Array(buffer, take(4 * n), n);
  return [run, at];
}
