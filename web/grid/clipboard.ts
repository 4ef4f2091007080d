/**
 * Cut, copy and paste. To other programs go text and HTML; inside the book a paste asks the server to copy or move, so that
 * references shift or follow and nothing is lost on the way through text.
 */
import { straight } from "../editor/straight";
import type { CellView, Input, Op, Range, Rect } from "../model";
import type { Toasts } from "../panels/toast";
import type { Commands } from "./commands";
import type { Grid } from "./grid";
import { area, intersect, shifted } from "./rects";
import { parseHTML, readTSV, writeHTML, writeTSV } from "./tsv";

/** Cells in one paste from outside; the server has its own limit. */
const MAX_PASTE = 50_000;

interface Kept {
  range: Range;
  cut: boolean;
  mark: string;
  text: string;
}

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

export class Clipboard {
  private kept: Kept | undefined;
  private onlyValues = false;
  private readonly grid: Grid;
  private readonly commands: Commands;
  private readonly toasts: Toasts;

  constructor(grid: Grid, commands: Commands, toasts: Toasts) {
    this.grid = grid;
    this.commands = commands;
    this.toasts = toasts;
    document.addEventListener("copy", (e) => this.listen(e, () => this.take(e, false)));
    document.addEventListener("cut", (e) => this.listen(e, () => this.take(e, true)));
    document.addEventListener("paste", (e) => this.listen(e, () => this.paste(e)));
    grid.model.on("shift", (shifts) => {
      for (const s of shifts) {
        if (this.kept?.range.sheet !== s.sheet) continue;
        const r = shifted(this.kept.range, s);
        if (r) Object.assign(this.kept.range, r);
        else this.kept = undefined;
      }
      this.show();
    });
    grid.events.on("sheet", () => this.show());
  }

  private listen(e: ClipboardEvent, fn: () => void): void {
    if (!this.grid.holder.here) return;
    e.preventDefault();
    fn();
  }

  /** Ends the border around what was copied; false when there was none. */
  forget(): boolean {
    const had = this.kept !== undefined;
    this.kept = undefined;
    this.show();
    return had;
  }

  /** The next paste brings values only. */
  valuesOnly(): void {
    this.onlyValues = true;
    setTimeout(() => {
      this.onlyValues = false;
    }, 500);
  }

  private take(e: ClipboardEvent, cut: boolean): void {
    if (cut && !this.commands.allowed) return;
    if (this.grid.selection.ranges.length > 1) {
      this.toasts.show("Several separate ranges cannot be copied at once. Select one range.");
      return;
    }
    const range = this.grid.range;
    const used = this.used(range);
    const loaded = this.loaded(used);
    const mark = crypto.randomUUID?.() ?? String(Math.random());
    if (loaded && e.clipboardData) {
      const text = this.write(loaded);
      e.clipboardData.setData("text/plain", text);
      e.clipboardData.setData("text/html", writeHTML(loaded, mark));
      this.keep({ range, cut, mark, text });
      return;
    }
    void this.fetchAndWrite(range, used, cut, mark);
  }

  /** Cells that are not loaded are asked for; only then can the system's clipboard be written. */
  private async fetchAndWrite(range: Range, used: Range, cut: boolean, mark: string): Promise<void> {
    this.keep({ range, cut, mark, text: "" });
    if (area(used) > MAX_PASTE) {
      this.toasts.show(
        `That is more than ${MAX_PASTE.toLocaleString("en")} cells: it can be pasted inside this book, but not into other programs.`,
      );
      return;
    }
    try {
      const cells = await this.grid.model.read(used);
      const text = this.write(cells);
      this.keep({ range, cut, mark, text });
      const html = new Blob([writeHTML(cells, mark)], { type: "text/html" });
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": new Blob([text], { type: "text/plain" }), "text/html": html })]);
    } catch {
      this.toasts.show("Copied inside this book. The browser did not let it out to other programs.");
    }
  }

  private keep(kept: Kept): void {
    this.kept = kept;
    this.show();
  }

  private show(): void {
    const k = this.kept;
    this.grid.mark("clipboard", k && k.range.sheet === this.grid.sheet ? [{ class: "ants", rect: k.range }] : []);
  }

  private write(cells: CellView[][]): string {
    return writeTSV(cells.map((r) => r.map((c) => c.text)));
  }

  /** Whole rows and columns are copied as far as they are used. */
  private used(range: Range): Range {
    const extent = this.grid.model.extent(range.sheet);
    const part = extent && intersect(range, extent);
    if (!part) return { ...range, bottom: range.top, right: range.left };
    const whole = area(range) > 100_000;
    return whole ? { sheet: range.sheet, top: range.top, left: range.left, bottom: part.bottom, right: part.right } : range;
  }

  private loaded(range: Range): CellView[][] | undefined {
    if (area(range) > 20_000) return undefined;
    const extent = this.grid.model.extent(range.sheet);
    const rows: CellView[][] = [];
    for (let row = range.top; row <= range.bottom; row++) {
      const line: CellView[] = [];
      for (let col = range.left; col <= range.right; col++) {
        const outside = !extent || row > extent.bottom || col > extent.right;
        const c = this.grid.model.cell(range.sheet, row, col) ?? (outside ? BLANK : undefined);
        if (!c) return undefined;
        line.push(c);
      }
      rows.push(line);
    }
    return rows;
  }

  private paste(e: ClipboardEvent): void {
    const text = e.clipboardData?.getData("text/plain") ?? "";
    const html = e.clipboardData?.getData("text/html") ?? "";
    const values = this.onlyValues;
    this.onlyValues = false;
    this.put(text, html, values);
  }

  /** Pastes by menu, where there is no paste event. */
  async fromMenu(values: boolean): Promise<void> {
    let text = this.kept?.text ?? "";
    let html = "";
    try {
      for (const item of await navigator.clipboard.read()) {
        if (item.types.includes("text/html")) html = await (await item.getType("text/html")).text();
        if (item.types.includes("text/plain")) text = await (await item.getType("text/plain")).text();
      }
    } catch {
      if (!this.kept) {
        this.toasts.show("The browser does not let a page read the clipboard from a menu. Press Ctrl+V.");
        return;
      }
      html = `<table data-freshet="${this.kept.mark}"></table>`;
    }
    this.put(text, html, values);
  }

  private put(text: string, html: string, values: boolean): void {
    if (!this.commands.allowed) return;
    const parsed = html ? parseHTML(html) : {};
    const k = this.kept;
    const own = k && (parsed.mark === k.mark || (!html && text !== "" && text === k.text));
    if (own && !values) this.within(k);
    else if (own && values) void this.valuesOf(k);
    else {
      // Text is the better source when the HTML comes without a table, or only wraps one cell.
      const rows = parsed.rows && parsed.rows.length > 0 ? parsed.rows : readTSV(text);
      if (rows.length > 0) this.set(rows.map((row) => row.map((t) => straight(t).text)));
    }
  }

  private within(k: Kept): void {
    const at = this.grid.selection.range;
    const rows = k.range.bottom - k.range.top + 1;
    const cols = k.range.right - k.range.left + 1;
    const { sheet } = this.grid;
    if (k.cut) {
      this.commands.widening.edit([{ op: "move", source: k.range, dest: { sheet, row: at.top, col: at.left } }]);
      this.kept = undefined;
      this.show();
    } else {
      // A selection that holds whole copies takes as many; any other takes one.
      const ops: Op[] = this.grid.selection.ranges.map((r) => {
        const fits = (r.bottom - r.top + 1) % rows === 0 && (r.right - r.left + 1) % cols === 0;
        const dest: Rect = fits ? r : { top: r.top, left: r.left, bottom: r.top + rows - 1, right: r.left + cols - 1 };
        return { op: "copy", source: k.range, dest: { sheet, top: dest.top, left: dest.left, bottom: dest.bottom, right: dest.right } };
      });
      this.commands.widening.edit(ops);
    }
    this.selectPasted(rows, cols);
  }

  private async valuesOf(k: Kept): Promise<void> {
    const cells = await this.grid.model.read(this.used(k.range)).catch(() => undefined);
    if (!cells) return;
    this.set(
      cells.map((r) =>
        r.map((c): Input => {
          switch (c.kind) {
            case "number":
              return { value: c.num };
            case "bool":
              return { value: c.num !== 0 };
            case "time":
              return { value: { time: c.num } };
            case "duration":
              return { value: { duration: c.num } };
            case "text":
              return { value: c.text };
            case "blank":
              return "";
            default:
              return c.text;
          }
        }),
      ),
    );
  }

  private set(rows: Input[][]): void {
    const r = this.grid.selection.range;
    const height = rows.length;
    const width = Math.max(...rows.map((x) => x.length));
    if (height * width > MAX_PASTE) {
      this.toasts.show(
        `At most ${MAX_PASTE.toLocaleString("en")} cells can be pasted at once; this is ${(height * width).toLocaleString("en")}.`,
      );
      return;
    }
    const one = height === 1 && width === 1;
    const ops: Op[] = [];
    const { sheet } = this.grid;
    const put = (top: number, left: number, bottom: number, right: number, inputs: Input[]) =>
      ops.push({ op: "set", range: { sheet, top, left, bottom, right }, inputs });
    if (one && area(r) <= MAX_PASTE) {
      for (const x of this.grid.selection.ranges)
        put(
          x.top,
          x.left,
          x.bottom,
          x.right,
          Array.from({ length: area(x) }, () => rows[0]![0] ?? ""),
        );
    } else {
      put(
        r.top,
        r.left,
        r.top + height - 1,
        r.left + width - 1,
        rows.flatMap((x) => Array.from({ length: width }, (_, i) => x[i] ?? "")),
      );
    }
    this.commands.widening.edit([...ops, ...this.commands.widening.pasted({ sheet, row: r.top, col: r.left }, rows)]);
    if (!one) this.selectPasted(height, width);
  }

  private selectPasted(rows: number, cols: number): void {
    const r = this.grid.selection.range;
    const fits = (r.bottom - r.top + 1) % rows === 0 && (r.right - r.left + 1) % cols === 0;
    if (!fits) this.grid.select((s) => s.take({ top: r.top, left: r.left, bottom: r.top + rows - 1, right: r.left + cols - 1 }), "none");
  }

  /** Copy and cut by menu. */
  copy(cut: boolean): void {
    this.grid.focus();
    document.execCommand(cut ? "cut" : "copy");
  }
}
