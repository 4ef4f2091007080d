/** The bar of formats over the sheet: one tab stop, arrows inside (the toolbar pattern of the ARIA practices). */

import { alignment } from "../grid/celltext";
import type { Commands } from "../grid/commands";
import { el, icon, MAC } from "../grid/dom";
import type { Grid } from "../grid/grid";
import { dropMenu, type MenuEntry } from "../grid/menu";
import type { Format } from "../model";
import { ICONS } from "./icons";
import { localeName, openLocales } from "./locales";
import { openPalette } from "./palette";

const CTRL = MAC ? "⌘" : "Ctrl+";

const KINDS: { label: string; example: string; format: Partial<Format> }[] = [
  { label: "General", example: "1234.5", format: { kind: undefined } as unknown as Partial<Format> },
  { label: "Number", example: "1,234.50", format: { kind: "number", decimals: 2, grouping: true } },
  { label: "Percent", example: "12.30%", format: { kind: "percent", decimals: 2 } },
  { label: "Currency", example: "$1,234.50", format: { kind: "currency", decimals: 2, symbol: "$" } },
  { label: "Euro", example: "€1,234.50", format: { kind: "currency", decimals: 2, symbol: "€" } },
  { label: "Scientific", example: "1.23E+03", format: { kind: "scientific", decimals: 2 } },
  { label: "Date", example: "2026-11-22", format: { kind: "date" } },
  { label: "Time", example: "15:04:05", format: { kind: "time" } },
  { label: "Date and time", example: "2026-11-22 15:04:05", format: { kind: "datetime" } },
  { label: "Duration", example: "27:04:05", format: { kind: "duration" } },
  { label: "Plain text", example: "0012", format: { kind: "text" } },
  { label: "Sparkline", example: "of the cell's history", format: { kind: "sparkline" } },
];

const ALIGN = { left: ICONS.left, center: ICONS.center, right: ICONS.right } as const;

export class Toolbar {
  readonly element = el("div", { class: "toolbar", role: "toolbar", "aria-label": "Formatting" });
  private readonly grid: Grid;
  private readonly commands: Commands;
  private readonly toggles = new Map<"bold" | "italic" | "strike", HTMLButtonElement>();
  private readonly aligns = new Map<"left" | "center" | "right", HTMLButtonElement>();
  private readonly kind: HTMLButtonElement;
  private readonly locale: HTMLButtonElement;
  readonly panelButton: HTMLButtonElement;

  constructor(grid: Grid, commands: Commands, panel: () => void) {
    this.grid = grid;
    this.commands = commands;
    this.kind = el("button", {
      type: "button",
      class: "tool kind",
      "aria-haspopup": "menu",
      "aria-label": "Number format",
      title: "Number format",
    });
    this.kind.append(el("span", {}, "General"), icon(ICONS.down));
    this.kind.addEventListener("click", () => dropMenu(this.kind, this.kinds(), "Number format"));
    this.panelButton = this.button("Cell panel", ICONS.panel, panel, `${CTRL}Shift+H`);
    this.panelButton.setAttribute("aria-pressed", "false");
    this.locale = this.worded("Numbers and dates", "", () =>
      openLocales(this.locale, grid.model.info, grid.model.role === "owner", (tag) => {
        grid.model.edit([{ op: "setBook", locale: tag }]);
        grid.focus();
      }),
    );
    this.locale.setAttribute("aria-haspopup", "menu");
    const group = (...b: HTMLElement[]) => el("div", { class: "tools", role: "presentation" }, ...b);
    const undo = this.button("Undo", ICONS.undo, () => commands.widening.undo(), `${CTRL}Z`);
    const redo = this.button("Redo", ICONS.redo, () => commands.widening.redo(), `${CTRL}Y`);
    const fewer = this.worded("Fewer decimals", ".0", () => commands.decimals(-1));
    const more = this.worded("More decimals", ".00", () => commands.decimals(1));
    this.element.append(
      group(undo, redo),
      group(this.kind, fewer, more),
      group(this.toggle("bold", `${CTRL}B`), this.toggle("italic", `${CTRL}I`), this.toggle("strike", "")),
      group(this.swatch("Text color", ICONS.color, "color"), this.swatch("Fill color", ICONS.fill, "fill")),
      group(this.align("left"), this.align("center"), this.align("right")),
      group(this.button("Clear formatting", ICONS.clear, () => commands.clearFormat())),
      el("div", { class: "tool-gap" }),
      group(this.locale, this.panelButton),
    );
    this.element.addEventListener("keydown", (e) => this.keys(e));
    // Who clicks a tool goes on in the cells; who came to it by keys stays.
    this.element.addEventListener("click", (e) => {
      const tool = (e.target as Element).closest("button");
      if (e.detail > 0 && tool && !tool.hasAttribute("aria-haspopup")) grid.focus();
    });
    this.rove(undo);
    grid.events.on("select", () => this.update());
    grid.events.on("cells", () => this.update());
    grid.model.on("state", () => this.update());
    grid.model.on("info", () => this.nameLocale());
    this.nameLocale();
  }

  private button(label: string, path: string, run: () => void, keys = ""): HTMLButtonElement {
    const b = el("button", { type: "button", class: "tool", "aria-label": label, title: keys ? `${label} (${keys})` : label }, icon(path));
    b.addEventListener("click", run);
    return b;
  }

  private worded(label: string, text: string, run: () => void): HTMLButtonElement {
    const b = el("button", { type: "button", class: "tool worded", "aria-label": label, title: label }, text);
    b.addEventListener("click", run);
    return b;
  }

  private toggle(what: "bold" | "italic" | "strike", keys: string): HTMLButtonElement {
    const label = { bold: "Bold", italic: "Italic", strike: "Strikethrough" }[what];
    const b = this.button(label, ICONS[what], () => this.commands.toggle(what), keys);
    b.setAttribute("aria-pressed", "false");
    this.toggles.set(what, b);
    return b;
  }

  private align(side: "left" | "center" | "right"): HTMLButtonElement {
    const b = this.button(`Align ${side}`, ALIGN[side], () => {
      const { row, col } = this.grid.selection.active;
      const now = this.grid.cell(row, col)?.format.align;
      this.commands.format({ align: now === side ? undefined : side } as Partial<Format>);
    });
    b.setAttribute("aria-pressed", "false");
    this.aligns.set(side, b);
    return b;
  }

  private swatch(label: string, path: string, what: "color" | "fill"): HTMLButtonElement {
    const b = this.button(label, path, () => {
      const { row, col } = this.grid.selection.active;
      openPalette(b, label, this.grid.cell(row, col)?.format[what], (c) => {
        this.commands.format({ [what]: c } as Partial<Format>);
        this.grid.focus();
      });
    });
    b.classList.add("swatch");
    b.setAttribute("aria-haspopup", "dialog");
    b.append(el("span", { class: "swatch-color", "data-what": what }));
    return b;
  }

  private kinds(): MenuEntry[] {
    const { row, col } = this.grid.selection.active;
    const f = this.grid.cell(row, col)?.format ?? {};
    return KINDS.map((k) => ({
      label: k.label,
      keys: k.example,
      checked: this.named(f) === k.label,
      run: () => {
        this.commands.format(k.format);
        this.grid.focus();
      },
    }));
  }

  private nameLocale(): void {
    const tag = this.grid.model.info.locale || "en";
    const label = `Numbers and dates: ${localeName(tag)}`;
    this.locale.textContent = tag.slice(0, 2).toUpperCase();
    this.locale.title = label;
    this.locale.setAttribute("aria-label", label);
  }

  private named(f: Format): string {
    if (f.kind === "currency" && f.symbol === "€") return "Euro";
    return KINDS.find((k) => k.format.kind === f.kind)?.label ?? "General";
  }

  private update(): void {
    const { row, col } = this.grid.selection.active;
    const cell = this.grid.cell(row, col);
    const f = cell?.format ?? {};
    for (const [what, b] of this.toggles) b.setAttribute("aria-pressed", String(f[what] ?? false));
    const side = cell && cell.kind !== "blank" ? alignment(cell) : f.align;
    for (const [a, b] of this.aligns) b.setAttribute("aria-pressed", String(side === a));
    this.kind.firstElementChild!.textContent = this.named(f);
    for (const s of this.element.querySelectorAll<HTMLElement>(".swatch-color")) {
      s.style.backgroundColor = f[s.dataset.what as "color" | "fill"] ?? "";
    }
    const viewer = this.grid.model.role === "viewer";
    if (this.element.classList.toggle("viewing", viewer)) {
      for (const b of this.element.querySelectorAll<HTMLButtonElement>("button")) b.disabled = b !== this.panelButton;
      this.rove(this.panelButton);
    }
  }

  private keys(e: KeyboardEvent): void {
    const all = [...this.element.querySelectorAll<HTMLButtonElement>("button:not(:disabled)")];
    const i = all.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: all.length - 1 }[e.key];
    if (e.key === "Escape") this.grid.focus();
    else if (to !== undefined) {
      const next = all[(to + all.length) % all.length];
      if (next) {
        this.rove(next);
        next.focus();
      }
    } else return;
    e.preventDefault();
  }

  private rove(to: HTMLButtonElement): void {
    for (const b of this.element.querySelectorAll("button")) b.tabIndex = b === to ? 0 : -1;
  }
}
