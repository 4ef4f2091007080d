/** The cells a replica holds, tile by tile, and the CellViews made of them on demand. */

import { literalText, render, type Shown } from "./format";
import type { Frame, Run, WireFault } from "./frame";
import { kindOf, MARK } from "./frame";
import type { BookInfo, CellFault, CellsChange, CellView, Format, Range, Rect } from "./model";
import { MAX_COLS, MAX_ROWS } from "./model";
import { TILE_COLS, TILE_ROWS, type ViewMessage } from "./protocol";
import { refText } from "./ref";

const TILE = TILE_ROWS * TILE_COLS;
const DEFAULT: Format = Object.freeze({});

/** How many tiles are kept at most; those not seen for longest go first. */
const MAX_TILES = 1024;

/** One tile: columns of rows. What is rare is kept in lists that exist only where it does. */
class Tile {
  readonly marks = new Uint8Array(TILE);
  readonly nums = new Float64Array(TILE);
  readonly ats = new Float64Array(TILE);
  texts: (string | undefined)[] | undefined;
  faults: (WireFault | undefined)[] | undefined;
  firsts: (Shown | undefined)[] | undefined;
  inputs: (string | undefined)[] | undefined;
  formats: (Format | undefined)[] | undefined;
  views: (CellView | undefined)[] = [];
  /** Kept current by the server. */
  live = true;

  clear(): void {
    this.marks.fill(0);
    this.nums.fill(0);
    this.ats.fill(0);
    this.texts = this.faults = this.firsts = this.inputs = this.formats = undefined;
    this.views = [];
  }
}

/** All tiles of a book. */
export class Tiles {
  private readonly tiles = new Map<number, Tile>();
  private info: BookInfo;

  constructor(info: BookInfo) {
    this.info = info;
  }

  /** The book's locale and sheet names are part of what cells show. */
  describe(info: BookInfo): void {
    const anew = info.locale !== this.info.locale || JSON.stringify(info.sheets) !== JSON.stringify(this.info.sheets);
    this.info = info;
    if (anew) for (const t of this.tiles.values()) t.views = [];
  }

  forget(): void {
    this.tiles.clear();
  }

  /** Rows or columns of the sheet moved: what is not kept current is worth nothing any more. */
  forgetStale(sheet: number): void {
    for (const [key, t] of this.tiles) if (!t.live && Math.floor(key / SHEET) === sheet) this.tiles.delete(key);
  }

  /** Only the tiles of these rectangles are kept current from now on. */
  watch(rects: readonly Range[]): void {
    const seen = new Set<number>();
    for (const r of rects) eachTile(r, (key) => seen.add(key));
    for (const [key, t] of this.tiles) if (!seen.has(key)) t.live = false;
    for (const key of seen) {
      const t = this.tiles.get(key);
      if (!t) continue;
      this.tiles.delete(key); // to the end of the order in which tiles are dropped
      this.tiles.set(key, t);
    }
    for (const [key, t] of this.tiles) {
      if (this.tiles.size <= MAX_TILES) break;
      if (!t.live) this.tiles.delete(key);
    }
  }

  /** Whether every tile of the rectangles is held and current. */
  holds(rects: readonly Range[]): boolean {
    let all = true;
    for (const r of rects)
      eachTile(r, (key) => {
        all &&= this.tiles.get(key)?.live ?? false;
      });
    return all;
  }

  /** Puts a frame in and tells what looks different, by sheet. */
  apply(f: Frame): CellsChange[] {
    const changes = new Map<number, CellsChange>();
    const of = (sheet: number): CellsChange => {
      let c = changes.get(sheet);
      if (!c) {
        c = { sheet, all: false, live: true, rows: [], cols: [], trend: [] };
        changes.set(sheet, c);
      }
      return c;
    };
    if (f.reset) this.forget();
    for (const a of f.areas) {
      of(a.sheet).all = true;
      eachTile(a, (key) => {
        const t = this.tiles.get(key);
        if (t) t.clear();
        const tile = t ?? new Tile();
        tile.live = true;
        this.tiles.delete(key);
        this.tiles.set(key, tile);
      });
    }
    for (const run of f.runs) this.run(f, run, of(run.sheet));
    for (const c of changes.values()) {
      if (!c.all) continue;
      c.live = false;
      c.rows = [];
      c.cols = [];
      c.trend = [];
    }
    return [...changes.values()];
  }

  private run(f: Frame, run: Run, change: CellsChange): void {
    const left = Math.floor(run.col / TILE_COLS);
    const inCol = (run.col % TILE_COLS) * TILE_ROWS;
    let tile: Tile | undefined;
    for (let i = 0; i < run.count; i++) {
      const row = run.row + i;
      const inRow = row % TILE_ROWS;
      if (i === 0 || inRow === 0) tile = this.tiles.get(tileKey(run.sheet, (row - inRow) / TILE_ROWS, left));
      if (!tile) continue;
      const at = inCol + inRow;
      const before = tile.nums[at] as number;
      const was = tile.marks[at] as number;
      const differs = put(tile, at, f, run, i);
      if (!differs) continue;
      tile.views[at] = undefined;
      change.rows.push(row);
      change.cols.push(run.col);
      const now = tile.nums[at] as number;
      const numeric = ordered(was) && ordered(tile.marks[at] as number);
      change.trend.push(numeric ? Math.sign(now - before) : 0);
    }
  }

  /** The cell, or undefined when it is not held. */
  cell(sheet: number, row: number, col: number): CellView | undefined {
    const inRow = row % TILE_ROWS;
    const inCol = col % TILE_COLS;
    const tile = this.tiles.get(tileKey(sheet, (row - inRow) / TILE_ROWS, (col - inCol) / TILE_COLS));
    if (!tile) return undefined;
    const at = inCol * TILE_ROWS + inRow;
    let v = tile.views[at];
    if (!v) {
      v = this.show(tile, at, sheet);
      tile.views[at] = v;
    }
    return v;
  }

  private show(t: Tile, at: number, sheet: number): CellView {
    const mark = t.marks[at] as number;
    const kind = kindOf(mark);
    const format = t.formats?.[at] ?? DEFAULT;
    const fault = t.faults?.[at];
    const shown: Shown = { kind, num: t.nums[at] as number, text: fault?.code ?? t.texts?.[at] ?? "" };
    const first = t.firsts?.[at];
    if (first) shown.first = first;
    const formula = (mark & MARK.formula) !== 0;
    const reading = (mark & MARK.reading) !== 0;
    let input = t.inputs?.[at] ?? "";
    if (reading && !formula && input === "") input = literalText(kind, shown.num, format, this.info.locale);
    const v: CellView = {
      kind,
      num: kind === "text" || kind === "error" || kind === "array" ? 0 : shown.num,
      text: render(shown, format, this.info.locale),
      input,
      formula,
      format,
      at: t.ats[at] as number,
      reading,
      pending: false,
      spilled: (mark & MARK.spilled) !== 0,
    };
    if (fault) v.error = faultView(fault, sheet, this.info);
    return v;
  }
}

/** Puts cell i of a run into its place; whether it looks different now. */
function put(t: Tile, at: number, f: Frame, run: Run, i: number): boolean {
  const told = run.marks ? (run.marks[i] as number) : run.mark;
  const kind = told & MARK.kind;
  const slot = run.values ? (run.values[i] as number) : 0;
  const old = t.marks[at] as number;
  const text = kind === 2 ? f.texts[slot] : undefined;
  const fault = kind === 6 ? f.faults[slot] : undefined;
  const first = kind === 7 ? firstOf(f, slot) : undefined;
  const num = kind === 2 || kind === 6 || kind === 7 ? 0 : slot;
  let mark = told;
  if (told & MARK.asIs) {
    mark = kind | (old & (MARK.formula | MARK.reading | MARK.spilled));
    // A cell with a value that nobody put there shows a part of an array; one that lost its value does no more.
    const own = (old & (MARK.formula | MARK.reading)) !== 0 || t.inputs?.[at] !== undefined;
    if (!own) mark = kind === 0 ? kind : kind | MARK.spilled;
  }
  let differs = mark !== old || t.nums[at] !== num || text !== t.texts?.[at] || kind >= 6;
  t.marks[at] = mark;
  t.nums[at] = num;
  t.texts = assign(t.texts, at, text);
  t.faults = assign(t.faults, at, fault);
  t.firsts = assign(t.firsts, at, first);
  if (told & MARK.asIs) {
    if (differs) t.ats[at] = mark === 0 ? 0 : f.at;
    return differs;
  }
  t.ats[at] = run.ats ? (run.ats[run.ats.length > 1 ? i : 0] as number) : f.at;
  const input = run.inputs?.[i] ? f.inputs[(run.inputs[i] as number) - 1] : undefined;
  const place = run.formats ? (run.formats[i] as number) - 1 : run.format;
  const format = place >= 0 ? f.formats[place] : undefined;
  differs ||= input !== t.inputs?.[at] || format !== t.formats?.[at];
  t.inputs = assign(t.inputs, at, input);
  t.formats = assign(t.formats, at, format);
  return differs;
}

function assign<T>(list: (T | undefined)[] | undefined, at: number, x: T | undefined): (T | undefined)[] | undefined {
  if (list) list[at] = x;
  else if (x !== undefined) {
    const made: (T | undefined)[] = new Array(TILE);
    made[at] = x;
    return made;
  }
  return list;
}

function firstOf(f: Frame, place: number): Shown | undefined {
  const a = f.arrays[place];
  if (!a) return undefined;
  const [mark, x] = a.first;
  const kind = kindOf(mark);
  const text = kind === "text" ? f.texts[x] : kind === "error" ? f.faults[x]?.code : "";
  return { kind, num: x, text: text ?? "" };
}

/** Numbers, times and durations rise and fall. */
function ordered(mark: number): boolean {
  const kind = mark & MARK.kind;
  return kind === 1 || kind === 4 || kind === 5;
}

function faultView(w: WireFault, sheet: number, info: BookInfo): CellFault {
  const v: CellFault = { code: w.code, message: w.message, origin: "" };
  if (w.origin) {
    const [s, row, col] = w.origin;
    v.ref = { sheet: s, row, col };
    v.origin = refText(v.ref, sheet, info);
  }
  if (w.func) v.func = w.func;
  if (w.arg) v.arg = w.arg;
  if (w.cycle) v.cycle = w.cycle.map(([s, row, col]) => refText({ sheet: s, row, col }, sheet, info));
  return v;
}

/** Rows of tiles take 15 bits, columns 11; above them is the sheet. */
const SHEET = 2 ** 26;

function tileKey(sheet: number, row: number, col: number): number {
  return sheet * SHEET + row * 2 ** 11 + col;
}

function eachTile(r: Range, fn: (key: number) => void): void {
  for (let row = Math.floor(r.top / TILE_ROWS); row <= Math.floor(r.bottom / TILE_ROWS); row++)
    for (let col = Math.floor(r.left / TILE_COLS); col <= Math.floor(r.right / TILE_COLS); col++) fn(tileKey(r.sheet, row, col));
}

/** Widens a range to whole tiles; what lies beyond the sheet is cut off. */
export function snap(r: Range): Range {
  const clamp = (x: number, most: number): number => Math.max(0, Math.min(most - 1, Math.trunc(x)));
  const floor = (x: number, size: number): number => x - (x % size);
  return {
    sheet: r.sheet,
    top: floor(clamp(r.top, MAX_ROWS), TILE_ROWS),
    left: floor(clamp(r.left, MAX_COLS), TILE_COLS),
    bottom: floor(clamp(r.bottom, MAX_ROWS), TILE_ROWS) + TILE_ROWS - 1,
    right: floor(clamp(r.right, MAX_COLS), TILE_COLS) + TILE_COLS - 1,
  };
}

/** The server refuses views of more cells or pins. */
const MAX_VIEW = 1 << 16;
const MAX_PINS = 64;

/** What to ask for so that a viewport and its pins are kept current: whole tiles, and no more than the server gives. Pins that are too much are left out. */
export function viewOf(sheet: number, rect: Rect, pins: readonly Range[]): ViewMessage {
  const screen = snap({ sheet, ...rect });
  const cols = screen.right - screen.left + 1;
  const most = Math.max(TILE_ROWS, Math.floor(MAX_VIEW / cols / TILE_ROWS) * TILE_ROWS);
  screen.bottom = Math.min(screen.bottom, screen.top + most - 1);
  let left = MAX_VIEW - sizeOf(screen);
  const kept: Range[] = [];
  for (const pin of pins) {
    const r = snap(pin);
    if (sizeOf(r) > left || kept.length === MAX_PINS) continue;
    left -= sizeOf(r);
    kept.push(r);
  }
  return { ...screen, pins: kept };
}

function sizeOf(r: Rect): number {
  return (r.bottom - r.top + 1) * (r.right - r.left + 1);
}
