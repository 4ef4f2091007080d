/** Find in the sheet (Ctrl+F): the browser's own cannot see a canvas, and sees no cell that is not loaded. */
import { el, icon } from "../grid/dom";
import type { Grid } from "../grid/grid";
import { type Cell, single } from "../grid/rects";
import type { CellView, Model, Rect } from "../model";
import { ICONS } from "./icons";

/** Cells in one question to the server, and in one search. */
const PART = 50_000;
const MOST_CELLS = 3_000_000;
const MOST_FOUND = 1000;

export interface Search {
  found: Cell[];
  /** Not everything was looked at: the sheet is too large, or there are too many places. */
  cut: boolean;
}

/** Whether a cell shows or holds the words, in any case. */
export function matches(cell: CellView, words: string): boolean {
  return cell.text.toLowerCase().includes(words) || cell.input.toLowerCase().includes(words);
}

/** Looks through the used part of a sheet, row by row. Gives up when `current` says that nobody waits any more. */
export async function search(model: Model, sheet: number, text: string, current: () => boolean): Promise<Search> {
  const words = text.toLowerCase();
  const extent = model.extent(sheet);
  const found: Cell[] = [];
  if (words === "" || !extent) return { found, cut: false };
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
        if (found.length >= MOST_FOUND) return { found, cut: true };
      }
    }
    looked += width * height;
    if (looked >= MOST_CELLS && part.bottom < extent.bottom) return { found, cut: true };
  }
  return { found, cut: false };
}

export class Find {
  readonly element = el("search", { class: "find", hidden: true, "aria-label": "Find in the sheet" });
  private readonly grid: Grid;
  private readonly input = el("input", {
    type: "text",
    "aria-label": "Find in the sheet",
    placeholder: "Find in the sheet",
    spellcheck: "false",
    autocomplete: "off",
  });
  private readonly count = el("span", { class: "find-count", role: "status" });
  private found: Cell[] = [];
  private at = -1;
  private turn = 0;
  private timer = 0;

  constructor(grid: Grid) {
    this.grid = grid;
    const button = (label: string, path: string, run: () => void) => {
      const b = el("button", { type: "button", class: "tool", "aria-label": label, title: label }, icon(path));
      b.addEventListener("click", run);
      return b;
    };
    this.element.append(
      this.input,
      this.count,
      button("Previous", ICONS.up, () => this.step(-1)),
      button("Next", ICONS.down, () => this.step(1)),
      button("Close", ICONS.close, () => this.close()),
    );
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.look(), 250);
    });
    this.element.addEventListener("keydown", (e) => {
      if (e.key === "Escape") this.close();
      else if (e.key === "Enter" && e.target === this.input) this.step(e.shiftKey ? -1 : 1);
      else return;
      e.preventDefault();
      e.stopPropagation();
    });
    grid.events.on("sheet", () => !this.element.hidden && void this.look());
  }

  open(): void {
    this.element.hidden = false;
    this.input.focus();
    this.input.select();
    void this.look();
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
    this.grid.mark(
      "find",
      this.found.map((c) => ({ class: "found", rect: single(c) })),
    );
    this.tell(result?.cut ?? false, result === undefined);
    this.show();
  }

  private step(by: number): void {
    if (this.found.length === 0) return;
    this.at = (this.at + by + this.found.length) % this.found.length;
    this.tell(this.found.length >= MOST_FOUND, false);
    this.show();
  }

  private show(): void {
    const c = this.found[this.at];
    if (c) this.grid.select((s) => s.pick(c), "active");
  }

  private tell(cut: boolean, failed: boolean): void {
    if (failed) this.count.textContent = "no answer";
    else if (this.input.value === "") this.count.textContent = "";
    else if (this.found.length === 0) this.count.textContent = cut ? "none so far" : "not found";
    else this.count.textContent = `${this.at + 1} of ${this.found.length}${cut ? "+" : ""}`;
  }
}
