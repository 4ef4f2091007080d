/** The panel beside the sheet: all there is to know of the active cell. */

import type { Commands } from "../grid/commands";
import { el, icon } from "../grid/dom";
import type { Grid } from "../grid/grid";
import { type Cell, cellName, quoteSheet, single } from "../grid/rects";
import { watchTheme } from "../grid/theme";
import type { CellFault, CellView } from "../model";
import { type CellInfo, cellInfo } from "./api";
import { Bindings } from "./bindings";
import { HistoryPart } from "./historypart";
import { ICONS } from "./icons";
import { age, sentence, sourceName } from "./words";

const KEPT = "freshet-panel";

export class CellPanel {
  private readonly host: HTMLElement;
  private readonly grid: Grid;
  private readonly commands: Commands;
  private readonly api: string;
  private readonly title = el("h2", { class: "panel-title" });
  private readonly value = el("div", { class: "panel-value" });
  private readonly meta = el("div", { class: "panel-meta" });
  private readonly fault = el("div", { class: "panel-fault", hidden: true });
  private readonly input = el("section", { class: "panel-part" });
  private readonly links = el("section", { class: "panel-part" });
  private readonly history: HistoryPart;
  private readonly bindings: Bindings;
  private info: CellInfo | undefined;
  private asked = 0;
  private turn = 0;
  private shownInput: string | undefined;
  private readonly changedOpen: (open: boolean) => void;

  constructor(host: HTMLElement, grid: Grid, commands: Commands, api: string, changedOpen: (open: boolean) => void) {
    this.host = host;
    this.grid = grid;
    this.commands = commands;
    this.api = api;
    this.changedOpen = changedOpen;
    const close = el("button", { type: "button", class: "tool", "aria-label": "Close the panel", title: "Close" }, icon(ICONS.close));
    close.addEventListener("click", () => {
      this.open(false);
      grid.focus();
    });
    this.history = new HistoryPart(grid, api);
    this.bindings = new Bindings(grid, api);
    host.replaceChildren(
      el("div", { class: "panel-head" }, this.title, close),
      el(
        "div",
        { class: "panel-scroll", tabindex: 0, role: "group", "aria-label": "Details of the cell" },
        this.value,
        this.meta,
        this.fault,
        this.history.element,
        this.input,
        this.links,
        this.bindings.element,
      ),
    );
    host.addEventListener("keydown", (e) => {
      if (e.key === "Escape") {
        e.preventDefault();
        grid.focus();
      }
    });
    grid.events.on("select", () => this.moved());
    grid.events.on("sheet", () => this.moved());
    grid.events.on("cells", (c) => {
      if (host.hidden) return;
      const { row, col } = grid.selection.active;
      if (c.all || c.rows.some((r, i) => r === row && c.cols[i] === col)) this.changed();
    });
    setInterval(() => !host.hidden && this.showMeta(), 1000);
    watchTheme(() => this.history.restyle());
  }

  get isOpen(): boolean {
    return !this.host.hidden;
  }

  /** Whether it was open when the page was left; undefined when nobody ever said. */
  static remembered(): boolean | undefined {
    try {
      const kept = localStorage.getItem(KEPT);
      return kept === null ? undefined : kept === "open";
    } catch {
      return undefined;
    }
  }

  open(open: boolean, keep = true): void {
    this.host.hidden = !open;
    document.body.classList.toggle("with-panel", open);
    if (keep) {
      try {
        localStorage.setItem(KEPT, open ? "open" : "closed");
      } catch {
        // Where storage is forbidden the panel begins closed.
      }
    }
    this.changedOpen(open);
    if (open) this.moved();
    else this.grid.pin("panel", []);
  }

  private get reference(): string {
    return `${quoteSheet(this.grid.tab?.name ?? "")}!${cellName(this.grid.selection.active)}`;
  }

  private get cell(): CellView | undefined {
    const { row, col } = this.grid.selection.active;
    return this.grid.cell(row, col);
  }

  /** Another cell is the active one. */
  private moved(): void {
    if (this.host.hidden || !this.grid.tab) return;
    this.info = undefined;
    this.shownInput = undefined;
    this.title.textContent = this.grid.model.info.sheets.length > 1 ? this.reference : cellName(this.grid.selection.active);
    this.grid.pin("panel", [{ sheet: this.grid.sheet, ...single(this.grid.selection.active) }]);
    this.bindings.moved();
    this.changed();
    this.history.moved(this.reference, this.cell);
  }

  private changed(): void {
    const c = this.cell;
    this.value.textContent = c === undefined ? "…" : c.text === "" ? "blank" : c.text;
    this.value.classList.toggle("is-blank", !c || c.text === "");
    this.value.classList.toggle("is-long", (c?.text.length ?? 0) > 22);
    this.value.classList.toggle("is-error", c?.error !== undefined);
    this.showFault(c?.error);
    this.showMeta();
    if (c) this.history.changed(c);
    if (this.shownInput !== c?.input) {
      this.shownInput = c?.input;
      this.showInput(c);
      this.ask();
    }
  }

  private ask(): void {
    clearTimeout(this.asked);
    const turn = ++this.turn;
    this.showLinks();
    this.asked = window.setTimeout(async () => {
      const info = await cellInfo(this.api, this.reference).catch(() => undefined);
      if (turn !== this.turn) return;
      this.info = info;
      this.showLinks();
      this.showMeta();
    }, 150);
  }

  private showMeta(): void {
    const c = this.cell;
    const facts: string[] = [];
    if (c && c.kind !== "blank") {
      const at = c.at || this.info?.at;
      if (at) facts.push(age(Date.now() - at));
      const source = this.info ? sourceName(this.info.source, this.grid.model.you.id) : "";
      const what = c.formula ? "formula" : c.reading ? "reading" : c.input !== "" ? "entered" : "";
      if (what) facts.push(source ? `${what} ${c.reading && !c.formula ? "from" : "by"} ${source}` : what);
    }
    const text = facts.join(" · ");
    if (this.meta.textContent !== text) this.meta.textContent = text;
  }

  private showFault(f: CellFault | undefined): void {
    this.fault.hidden = f === undefined;
    if (f) this.fault.replaceChildren(...faultWords(f, this.grid.selection.active, (text) => this.place(text)));
  }

  private showInput(c: CellView | undefined): void {
    this.input.hidden = !c || c.input === "" || (!c.formula && (c.reading || c.input === c.text));
    if (c)
      this.input.replaceChildren(el("h3", {}, c.formula ? "Formula" : "Input"), el("pre", { class: "panel-input", tabindex: 0 }, c.input));
  }

  private showLinks(): void {
    const i = this.info;
    const parts: Node[] = [];
    if (i && i.precedents.length > 0) parts.push(el("h3", {}, "Reads"), this.refs(i.precedents));
    if (i && i.dependents.length > 0) parts.push(el("h3", {}, "Read by"), this.refs(i.dependents));
    this.links.hidden = parts.length === 0;
    this.links.replaceChildren(...parts);
  }

  private refs(list: readonly string[]): HTMLElement {
    const box = el("div", { class: "ref-list" });
    for (const text of list.slice(0, 40)) box.append(this.place(text));
    if (list.length > 40) box.append(el("span", { class: "hint" }, `and ${list.length - 40} more`));
    return box;
  }

  /** A reference as a way to it. */
  private place(text: string): HTMLElement {
    const here = `${quoteSheet(this.grid.tab?.name ?? "")}!`;
    const b = el("button", { type: "button", class: "ref-link" }, text.startsWith(here) ? text.slice(here.length) : text);
    b.addEventListener("click", () => {
      const to = this.commands.find(text);
      if (to) this.grid.goto(to);
    });
    return b;
  }
}

/** The error of the cell `here` in words, with the way to where it arose when that is elsewhere. */
export function faultWords(f: CellFault, here: Cell, link: (text: string) => HTMLElement): Node[] {
  const out: Node[] = [el("b", { class: "fault-code" }, f.code), el("p", {}, sentence(f.message) || "The formula could not be evaluated.")];
  const where: (Node | string)[] = [];
  if (f.func) where.push(`In ${f.func}${f.arg ? `, argument ${f.arg}` : ""}. `);
  if (f.cycle && f.cycle.length > 0) {
    where.push("The loop: ");
    f.cycle.forEach((c, i) => {
      if (i > 0) where.push(" → ");
      where.push(link(c));
    });
  } else if (f.origin && f.origin !== cellName(here)) where.push("It arose in ", link(f.origin), ".");
  if (where.length > 0) out.push(el("p", { class: "fault-where" }, ...where));
  return out;
}
