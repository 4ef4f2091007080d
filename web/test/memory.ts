/** A book in memory of the shape the grid reads, for tests that need no server. Formulas show what `formulas` says they do. */

import { Emitter } from "../grid/emitter";
import type {
  BookInfo,
  CellView,
  Direction,
  Model,
  ModelEvents,
  Op,
  Peer,
  Position,
  Range,
  Rect,
  Ref,
  Refusal,
  Role,
  Saved,
  Spill,
  State,
  Summary,
  You,
} from "../model";
import { MAX_COLS, MAX_ROWS } from "../model";

const BLANK: CellView = {
  kind: "blank",
  num: 0,
  text: "",
  input: "",
  formula: false,
  format: {},
  at: 0,
  reading: false,
  pending: false,
  spilled: false,
};

export class MemoryModel implements Model {
  info: BookInfo = { title: "Test", zone: "UTC", locale: "en", sheets: [{ id: 1, name: "Sheet1" }], names: [], bindings: [] };
  role: Role = "owner";
  you: You = { id: "me", name: "Me", color: 0 };
  position: Position = { epoch: "test", version: 0 };
  state: State = "live";
  closing = "";
  saved: Saved = "saved";
  others: Peer[] = [];
  /** Everything asked for, in order. */
  readonly edits: Op[][] = [];
  private readonly events = new Emitter<ModelEvents>();
  private readonly cells = new Map<string, CellView>();
  private readonly extents = new Map<number, Rect>();

  on<E extends keyof ModelEvents>(event: E, fn: (detail: ModelEvents[E]) => void): () => void {
    return this.events.on(event, fn);
  }

  emit<E extends keyof ModelEvents>(event: E, detail: ModelEvents[E]): void {
    this.events.emit(event, detail);
  }

  /** Puts a cell as it is shown, without telling anybody. */
  put(sheet: number, row: number, col: number, view: Partial<CellView>): void {
    this.cells.set(`${sheet}.${row}.${col}`, { ...BLANK, ...view });
    const e = this.extents.get(sheet) ?? { top: 0, left: 0, bottom: 0, right: 0 };
    this.extents.set(sheet, { ...e, bottom: Math.max(e.bottom, row), right: Math.max(e.right, col) });
  }

  /** Sets a value as a reading would, and tells. */
  read_(sheet: number, row: number, col: number, num: number): void {
    const old = this.cell(sheet, row, col);
    const text = String(Math.round(num * 100) / 100);
    this.put(sheet, row, col, { ...old, kind: "number", num, text, at: Date.now() });
    this.position = { ...this.position, version: this.position.version + 1 };
    this.emit("cells", { sheet, all: false, live: true, rows: [row], cols: [col], trend: [Math.sign(num - old.num)] });
  }

  cell(sheet: number, row: number, col: number): CellView {
    return this.cells.get(`${sheet}.${row}.${col}`) ?? BLANK;
  }

  extent(sheet: number): Rect | undefined {
    return this.extents.get(sheet);
  }

  view(): void {}

  edit(ops: Op[]): void {
    this.edits.push(ops);
    for (const op of ops) this.apply(op);
    this.position = { ...this.position, version: this.position.version + 1 };
  }

  private apply(op: Op): void {
    if (op.op === "set") {
      let i = 0;
      for (let row = op.range.top; row <= op.range.bottom; row++)
        for (let col = op.range.left; col <= op.range.right; col++) this.type(op.range.sheet, row, col, op.inputs[i++] ?? "");
      this.emit("cells", { sheet: op.range.sheet, all: true, live: false, rows: [], cols: [], trend: [] });
    } else if (op.op === "clear") {
      for (const key of [...this.cells.keys()]) {
        const [s, row, col] = key.split(".").map(Number) as [number, number, number];
        const r = op.range;
        if (s === r.sheet && row >= r.top && row <= r.bottom && col >= r.left && col <= r.right) this.cells.delete(key);
      }
      this.emit("cells", { sheet: op.range.sheet, all: true, live: false, rows: [], cols: [], trend: [] });
    } else if (op.op === "setFormat") {
      const r = op.range;
      for (let row = r.top; row <= Math.min(r.bottom, 500); row++)
        for (let col = r.left; col <= Math.min(r.right, 50); col++)
          this.put(r.sheet, row, col, { ...this.cell(r.sheet, row, col), format: op.format });
      this.emit("cells", { sheet: r.sheet, all: true, live: false, rows: [], cols: [], trend: [] });
    } else if (op.op === "addSheet") {
      const id = Math.max(...this.info.sheets.map((s) => s.id)) + 1;
      this.info = {
        ...this.info,
        sheets: [...this.info.sheets.slice(0, op.index), { id, name: op.name }, ...this.info.sheets.slice(op.index)],
      };
      this.emit("info", this.info);
    } else if (op.op === "renameSheet") {
      this.info = { ...this.info, sheets: this.info.sheets.map((s) => (s.id === op.sheet ? { ...s, name: op.name } : s)) };
      this.emit("info", this.info);
    } else if (op.op === "defineName") {
      this.info = { ...this.info, names: [...this.info.names, { name: op.name, range: op.range }] };
      this.emit("info", this.info);
    } else if (op.op === "setWidth") {
      const key = op.axis === "cols" ? "widths" : "heights";
      const size = { from: op.from, to: op.to, size: op.size };
      this.info = {
        ...this.info,
        sheets: this.info.sheets.map((s) =>
          s.id === op.sheet ? { ...s, [key]: [...(s[key] ?? []), size].sort((a, b) => a.from - b.from) } : s,
        ),
      };
      this.emit("info", this.info);
    }
  }

  /** Types a text into a cell. */
  type(sheet: number, row: number, col: number, input: unknown): void {
    const text = typeof input === "string" ? input : String((input as { value: unknown }).value);
    const num = Number(text);
    if (text === "") this.cells.delete(`${sheet}.${row}.${col}`);
    else if (text.startsWith("=")) this.put(sheet, row, col, { kind: "number", num: 42, text: "42", input: text, formula: true });
    else if (!Number.isNaN(num)) this.put(sheet, row, col, { kind: "number", num, text, input: text });
    else this.put(sheet, row, col, { kind: "text", text, input: text });
  }

  undo(): void {
    this.edits.push([{ op: "undo" }]);
  }

  redo(): void {
    this.edits.push([{ op: "redo" }]);
  }

  presence(): void {}

  async summary(range: Range): Promise<Summary> {
    const s: Summary = { version: this.position.version, count: 0, numeric: 0, sum: 0, min: 0, max: 0 };
    for (const [key, c] of this.cells) {
      const [sheet, row, col] = key.split(".").map(Number) as [number, number, number];
      if (sheet !== range.sheet || row < range.top || row > range.bottom || col < range.left || col > range.right || c.kind === "blank")
        continue;
      s.count++;
      if (c.kind !== "number") continue;
      s.min = s.numeric ? Math.min(s.min, c.num) : c.num;
      s.max = s.numeric ? Math.max(s.max, c.num) : c.num;
      s.numeric++;
      s.sum += c.num;
    }
    return s;
  }

  async edge(from: Ref, direction: Direction): Promise<Ref> {
    const dr = direction === "down" ? 1 : direction === "up" ? -1 : 0;
    const dc = direction === "right" ? 1 : direction === "left" ? -1 : 0;
    const filled = (r: Ref) => this.cell(r.sheet, r.row, r.col).kind !== "blank";
    const inside = (r: Ref) => r.row >= 0 && r.col >= 0 && r.row < MAX_ROWS && r.col < MAX_COLS;
    const next = (r: Ref): Ref => ({ sheet: r.sheet, row: r.row + dr, col: r.col + dc });
    let at = from;
    if (filled(at) && filled(next(at))) while (inside(next(at)) && filled(next(at))) at = next(at);
    else {
      const e = this.extent(from.sheet);
      do {
        if (!inside(next(at))) return at;
        at = next(at);
        if (at.row > (e?.bottom ?? 0) || at.col > (e?.right ?? 0))
          return { sheet: from.sheet, row: dr > 0 ? MAX_ROWS - 1 : at.row, col: dc > 0 ? MAX_COLS - 1 : at.col };
      } while (!filled(at));
    }
    return at;
  }

  /** What check says of a text; nothing is wrong with others. */
  readonly wrong = new Map<string, Refusal>();

  async check(_: Ref, input: string): Promise<Refusal | undefined> {
    return this.wrong.get(input);
  }

  async spill(): Promise<Spill | undefined> {
    return undefined;
  }

  async read(range: Range): Promise<CellView[][]> {
    const out: CellView[][] = [];
    for (let row = range.top; row <= range.bottom; row++)
      out.push(Array.from({ length: range.right - range.left + 1 }, (_, i) => this.cell(range.sheet, row, range.left + i)));
    return out;
  }
}
