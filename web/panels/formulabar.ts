/** The name box and the formula bar. */

import type { Session } from "../editor/session";
import type { Commands } from "../grid/commands";
import { el, icon } from "../grid/dom";
import type { Grid } from "../grid/grid";
import { dropMenu, type MenuEntry } from "../grid/menu";
import { rectName, sameRect } from "../grid/rects";
import type { Range } from "../model";
import { ICONS } from "./icons";
import type { Toasts } from "./toast";

export class FormulaBar {
  readonly element = el("div", { class: "formula-bar" });
  private readonly box = el("input", {
    class: "name-box",
    type: "text",
    "aria-label": "Name box: the selected cell, or a place to go to",
    autocomplete: "off",
    spellcheck: "false",
    maxlength: 255,
  });
  private readonly grid: Grid;
  private readonly commands: Commands;
  private readonly toasts: Toasts;

  constructor(grid: Grid, session: Session, commands: Commands, toasts: Toasts) {
    this.grid = grid;
    this.commands = commands;
    this.toasts = toasts;
    const names = el(
      "button",
      { type: "button", class: "tool names", "aria-haspopup": "menu", "aria-label": "Names", title: "Names" },
      icon(ICONS.down),
    );
    names.addEventListener("click", () => dropMenu(names, this.names(), "Names"));
    const cancel = el(
      "button",
      { type: "button", class: "tool", "aria-label": "Cancel the edit", title: "Cancel (Esc)", "data-keeps-edit": true },
      icon(ICONS.times),
    );
    const accept = el(
      "button",
      { type: "button", class: "tool", "aria-label": "Take the edit", title: "Take (Enter)", "data-keeps-edit": true },
      icon(ICONS.check),
    );
    cancel.addEventListener("click", () => session.cancel());
    accept.addEventListener("click", () => session.commit());
    const buttons = el("div", { class: "edit-buttons" }, cancel, accept);
    const sign = el("span", { class: "fx", "aria-hidden": "true" }, icon(ICONS.func));
    this.element.append(
      el("div", { class: "name-place" }, this.box, names),
      el("div", { class: "bar-lead" }, buttons, sign),
      session.bar.element,
    );
    const during = (on: boolean) => this.element.classList.toggle("editing", on);
    session.events.on("begin", () => during(true));
    session.events.on("end", () => during(false));
    grid.events.on("select", () => this.show());
    grid.model.on("info", () => this.show());
    this.box.addEventListener("focus", () => this.box.select());
    this.box.addEventListener("blur", () => this.show());
    this.box.addEventListener("keydown", (e) => {
      if (e.key === "Escape") {
        this.show();
        grid.focus();
      } else if (e.key === "Enter") {
        e.preventDefault();
        this.go();
      }
    });
  }

  focus(): void {
    this.box.focus();
  }

  private show(): void {
    if (document.activeElement === this.box) return;
    const s = this.grid.selection;
    const r = s.range;
    const named = this.grid.model.info.names.find((n) => n.range.sheet === this.grid.sheet && sameRect(n.range, r));
    this.box.value = named?.name ?? rectName(r);
  }

  /** A place: goes there. A new word: names the selection. */
  private go(): void {
    const text = this.box.value.trim();
    if (text === "") return;
    const place: Range | undefined = this.commands.find(text);
    if (place) {
      this.grid.goto(place);
      this.grid.focus();
      return;
    }
    if (/^[\p{L}_][\p{L}\p{N}_.]*$/u.test(text)) {
      if (!this.commands.allowed) return;
      this.commands.defineName(text);
      this.grid.focus();
      this.toasts.show(`${text} now stands for ${rectName(this.grid.selection.range)}.`);
    } else this.toasts.show(`${text} is neither a place nor a name. Names begin with a letter and have no spaces.`);
  }

  private names(): MenuEntry[] {
    const { names, sheets } = this.grid.model.info;
    const where = (r: Range) => `${sheets.length > 1 ? `${sheets.find((s) => s.id === r.sheet)?.name ?? "?"}!` : ""}${rectName(r)}`;
    const entries: MenuEntry[] = names.map((n) => ({
      label: n.name,
      keys: where(n.range),
      run: () => {
        this.grid.goto(n.range);
        this.grid.focus();
      },
    }));
    const here = names.filter((n) => n.range.sheet === this.grid.sheet && sameRect(n.range, this.grid.selection.range));
    const readonly = this.grid.model.role === "viewer";
    if (entries.length > 0) entries.push("line");
    entries.push({ label: "Name the selection…", disabled: readonly, run: () => this.prompt() });
    for (const n of here)
      entries.push({ label: `Forget the name ${n.name}`, danger: true, disabled: readonly, run: () => this.commands.dropName(n.name) });
    return entries;
  }

  private prompt(): void {
    this.box.value = "";
    this.box.focus();
  }
}
