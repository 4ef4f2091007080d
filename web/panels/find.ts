/** Find in the sheet (Ctrl+F) and replace (Ctrl+H): the browser's own cannot see a canvas, and sees no cell that is not loaded. */
import type { Commands } from "../grid/commands";
import { el, icon } from "../grid/dom";
import type { Grid } from "../grid/grid";
import { type Cell, single } from "../grid/rects";
import type { CellView, Model, Op, Rect } from "../model";
import { ICONS } from "./icons";

/** Cells in one question to the server, and in one search. */
const PART = 50_000;
const MOST_CELLS = 3_000_000;
const MOST_FOUND = 1000;

export interface Search {
  found: Cell[];
  /** What each of them holds, as an editor would show it. */
  inputs: string[];
  /** Not everything was looked at: the sheet is too large, or there are too many places. */
  cut: boolean;
}

/** Whether a cell shows or holds the words, in any case. */
export function matches(cell: CellView, words: string): boolean {
  return cell.text.toLowerCase().includes(words) || cell.input.toLowerCase().includes(words);
}

/** What a cell holds, with other words in place of these, in any case. */
export function replaced(input: string, words: string, by: string): string {
  const pattern = words.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&");
  return words === "" ? input : input.replace(new RegExp(pattern, "giu"), () => by);
}

/** Looks through the used part of a sheet, row by row. Gives up when `current` says that nobody waits any more. */
export async function search(model: Model, sheet: number, text: string, current: () => boolean): Promise<Search> {
  const words = text.toLowerCase();
  const extent = model.extent(sheet);
  const found: Cell[] = [];
  const inputs: string[] = [];
  if (words === "" || !extent) return { found, inputs, cut: false };
  const width = extent.right + 1;
  const height = Math.max(1, Math.floor(PART / width));
  let looked = 0;
  for (let top = 0; top <= extent.bottom && current(); top += height) {
    const part: Rect = { top, left: 0, bottom: Math.min(extent.bottom, top + height - 1), right: extent.right };
    const rows = await model.read({ sheet, ...part });
    for (const [r, row] of rows.entries()) {
      for (const [col, cell] of row.entries()) {
        if (!matches(cell, words)) continue;
        found.push({ row: top + r, col });
        inputs.push(cell.input);
        if (found.length >= MOST_FOUND) return { found, inputs, cut: true };
      }
    }
    looked += width * height;
    if (looked >= MOST_CELLS && part.bottom < extent.bottom) return { found, inputs, cut: true };
  }
  return { found, inputs, cut: false };
}

function box(label: string): HTMLInputElement {
  return el("input", { type: "text", "aria-label": label, placeholder: label, spellcheck: "false", autocomplete: "off" });
}

export class Find {
  readonly element = el("search", { class: "find", hidden: true, "aria-label": "Find in the sheet" });
  private readonly grid: Grid;
  private readonly commands: Commands;
  private readonly input = box("Find in the sheet");
  private readonly by = box("Replace with");
  private readonly second: HTMLElement;
  private readonly toggle: HTMLButtonElement;
  private readonly count = el("span", { class: "find-count", role: "status" });
  private found: Cell[] = [];
  private at = -1;
  private turn = 0;
  private timer = 0;

  constructor(grid: Grid, commands: Commands) {
    this.grid = grid;
    this.commands = commands;
    const button = (label: string, path: string, run: () => void) => {
      const b = el("button", { type: "button", class: "tool", "aria-label": label, title: label }, icon(path));
      b.addEventListener("click", run);
      return b;
    };
    const worded = (label: string, run: () => void) => {
      const b = el("button", { type: "button", class: "tool worded" }, label);
      b.addEventListener("click", run);
      return b;
    };
    this.toggle = button("Replace…", ICONS.swap, () => this.widen(this.second.hidden === true));
    this.toggle.hidden = grid.model.role === "viewer";
    this.second = el(
      "div",
      { class: "find-row", hidden: true },
      this.by,
      worded("Replace", () => this.replace()),
      worded("Replace all", () => void this.replaceAll()),
    );
    const first = el(
      "div",
      { class: "find-row" },
      this.input,
      this.count,
      button("Previous", ICONS.up, () => this.step(-1)),
      button("Next", ICONS.down, () => this.step(1)),
      this.toggle,
      button("Close", ICONS.close, () => this.close()),
    );
    this.element.append(first, this.second);
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.look(), 250);
    });
    this.element.addEventListener("keydown", (e) => {
      if (e.key === "Escape") this.close();
      else if (e.key === "Enter" && e.target === this.input) this.step(e.shiftKey ? -1 : 1);
      else if (e.key === "Enter" && e.target === this.by) this.replace();
      else return;
      e.preventDefault();
      e.stopPropagation();
    });
    grid.events.on("sheet", () => !this.element.hidden && void this.look());
  }

  /** Comes, or takes the focus again; with what to replace by, when that is wanted. */
  open(replacing: boolean): void {
    if (this.element.hidden || replacing) this.widen(replacing);
    this.element.hidden = false;
    this.input.focus();
    this.input.select();
    void this.look();
  }

  private widen(replacing: boolean): void {
    this.second.hidden = !replacing || this.grid.model.role === "viewer";
    this.toggle.setAttribute("aria-pressed", String(!this.second.hidden));
    if (!this.second.hidden) this.by.focus();
  }

  private set(cell: Cell, text: string): Op {
    return { op: "set", range: { sheet: this.grid.sheet, ...single(cell) }, inputs: [text] };
  }

  /** Replaces in the cell that is shown, and goes on to the next. A formula's result has nothing that could be replaced. */
  private replace(): void {
    const c = this.found[this.at];
    if (!c || !this.commands.allowed) return;
    const input = this.grid.cell(c.row, c.col)?.input ?? "";
    const text = replaced(input, this.input.value, this.by.value);
    if (text !== input) this.commands.widening.edit([this.set(c, text)]);
    if (text === input || text.toLowerCase().includes(this.input.value.toLowerCase())) {
      this.step(1);
      return;
    }
    this.found.splice(this.at, 1);
    if (this.at >= this.found.length) this.at = 0;
    this.mark();
    this.tell(false, false);
    this.show();
  }

  private async replaceAll(): Promise<void> {
    if (!this.commands.allowed) return;
    const turn = ++this.turn;
    const { sheet, model } = this.grid;
    const words = this.input.value;
    const result = await search(model, sheet, words, () => turn === this.turn).catch(() => undefined);
    if (turn !== this.turn || sheet !== this.grid.sheet) return;
    const ops = (result?.found ?? []).flatMap((c, i): Op[] => {
      const text = replaced(result!.inputs[i]!, words, this.by.value);
      return text === result!.inputs[i] ? [] : [this.set(c, text)];
    });
    if (ops.length > 0) this.commands.widening.edit(ops);
    this.found = [];
    this.at = -1;
    this.mark();
    this.count.textContent = result ? `${ops.length} replaced${result.cut ? ", not all" : ""}` : "no answer";
  }

  private close(): void {
    this.element.hidden = true;
    this.turn++;
    this.grid.mark("find", []);
    this.grid.focus();
  }

  private async look(): Promise<void> {
    const turn = ++this.turn;
    const { sheet, model } = this.grid;
    this.count.textContent = this.input.value === "" ? "" : "…";
    const result = await search(model, sheet, this.input.value, () => turn === this.turn).catch(() => undefined);
    if (turn !== this.turn) return;
    this.found = result?.found ?? [];
    const a = this.grid.selection.active;
    this.at = this.found.findIndex((c) => c.row > a.row || (c.row === a.row && c.col >= a.col));
    if (this.at < 0 && this.found.length > 0) this.at = 0;
    this.mark();
    this.tell(result?.cut ?? false, result === undefined);
    this.show();
  }

  private mark(): void {
    this.grid.mark(
      "find",
      this.found.map((c) => ({ class: "found", rect: single(c) })),
    );
  }

  private step(by: number): void {
    if (this.found.length === 0) return;
    this.at = (this.at + by + this.found.length) % this.found.length;
    this.tell(this.found.length >= MOST_FOUND, false);
    this.show();
  }

  private show(): void {
    const c = this.found[this.at];
    if (!c) return;
    this.grid.select((s) => s.pick(c), "active");
    const { classList } = this.element;
    classList.remove("low");
    classList.toggle("low", this.covers(c));
  }

  /** Whether a cell lies under the search. */
  private covers(cell: Cell): boolean {
    const box = this.grid.boxOf(single(cell));
    const view = this.grid.view.getBoundingClientRect();
    const own = this.element.getBoundingClientRect();
    if (!box) return false;
    const [left, top] = [view.left + box.x, view.top + box.y];
    return left < own.right && left + box.w > own.left && top < own.bottom && top + box.h > own.top;
  }

  private tell(cut: boolean, failed: boolean): void {
    if (failed) this.count.textContent = "no answer";
    else if (this.input.value === "") this.count.textContent = "";
    else if (this.found.length === 0) this.count.textContent = cut ? "none so far" : "not found";
    else this.count.textContent = `${this.at + 1} of ${this.found.length}${cut ? "+" : ""}`;
  }
}
