/** The tabs of the sheets: choose, add, rename, move, delete. */

import type { Commands } from "../grid/commands";
import { el, icon } from "../grid/dom";
import type { Grid } from "../grid/grid";
import { type MenuEntry, openMenu } from "../grid/menu";
import type { Sheet } from "../model";
import { ICONS } from "./icons";
import type { Toasts } from "./toast";

export class Tabs {
  readonly element = el("div", { class: "tabs" });
  private readonly list = el("div", { class: "tab-list", role: "tablist", "aria-label": "Sheets" });
  private readonly grid: Grid;
  private readonly commands: Commands;
  private readonly toasts: Toasts;
  private shown = "";
  private readonly add: HTMLButtonElement;

  constructor(grid: Grid, commands: Commands, toasts: Toasts) {
    this.grid = grid;
    this.commands = commands;
    this.toasts = toasts;
    this.add = el(
      "button",
      { type: "button", class: "tool add-sheet", "aria-label": "Add a sheet", title: "Add a sheet (Shift+F11)" },
      icon(ICONS.plus),
    );
    this.add.addEventListener("click", () => commands.addSheet());
    this.element.append(this.add, this.list);
    grid.element.id ||= "grid";
    grid.element.setAttribute("role", "tabpanel");
    grid.events.on("sheet", () => this.build());
    grid.model.on("info", () => this.build());
    grid.model.on("state", () => this.build());
    this.list.addEventListener("keydown", (e) => this.keys(e));
    this.build();
  }

  private build(): void {
    const { sheets } = this.grid.model.info;
    const viewer = this.grid.model.role === "viewer";
    this.add.hidden = viewer;
    const state = JSON.stringify([sheets.map((s) => [s.id, s.name]), this.grid.sheet, viewer]);
    if (state === this.shown || this.list.querySelector("input")) return;
    this.shown = state;
    const focused = this.list.contains(document.activeElement);
    this.list.replaceChildren(...sheets.map((s) => this.tab(s)));
    const current = this.list.querySelector<HTMLElement>('[aria-selected="true"]');
    if (current) this.grid.element.setAttribute("aria-labelledby", current.id);
    current?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (focused) current?.focus();
  }

  private tab(s: Sheet): HTMLElement {
    const current = s.id === this.grid.sheet;
    const b = el(
      "button",
      {
        type: "button",
        role: "tab",
        class: "tab",
        id: `tab-${s.id}`,
        "aria-selected": String(current),
        "aria-controls": "grid",
        tabindex: current ? 0 : -1,
        "data-keeps-edit": true,
      },
      s.name,
    );
    b.addEventListener("mousedown", (e) => e.preventDefault());
    b.addEventListener("click", (e) => {
      this.grid.show(s.id);
      // A pointer goes on in the sheet, a keyboard among the tabs.
      if (e.detail > 0 && !this.list.querySelector("input") && !document.activeElement?.closest(".edit-field")) this.grid.focus();
    });
    b.addEventListener("dblclick", () => this.rename(s));
    b.addEventListener("contextmenu", (e) => {
      e.preventDefault();
      this.grid.show(s.id);
      this.menu(s, e.clientX, e.clientY);
    });
    this.draggable(b, s);
    return b;
  }

  private menu(s: Sheet, x: number, y: number): void {
    if (this.grid.model.role === "viewer") return;
    const { sheets } = this.grid.model.info;
    const i = sheets.findIndex((k) => k.id === s.id);
    const move = (index: number) => this.grid.model.edit([{ op: "moveSheet", sheet: s.id, index }]);
    const entries: MenuEntry[] = [
      { label: "Rename", keys: "F2", run: () => this.rename(s) },
      { label: "Move left", disabled: i === 0, run: () => move(i - 1) },
      { label: "Move right", disabled: i === sheets.length - 1, run: () => move(i + 1) },
      "line",
      { label: "Add a sheet", keys: "Shift+F11", run: () => this.commands.addSheet() },
      { label: "Delete", danger: true, disabled: sheets.length < 2, run: () => this.remove(s) },
    ];
    openMenu(entries, x, y, () => this.grid.focus(), `Sheet ${s.name}`);
  }

  private remove(s: Sheet): void {
    this.grid.model.edit([{ op: "deleteSheet", sheet: s.id }]);
    this.toasts.show(`${s.name} was deleted.`, { label: "Undo", run: () => this.grid.model.undo() });
  }

  private rename(s: Sheet): void {
    if (!this.commands.allowed) return;
    const tab = this.list.querySelector<HTMLElement>(`#tab-${s.id}`);
    if (!tab) return;
    const input = el("input", {
      class: "tab-name",
      type: "text",
      value: s.name,
      maxlength: 100,
      "aria-label": `New name of ${s.name}`,
      "data-keeps-edit": true,
    });
    input.style.width = `${Math.max(60, tab.offsetWidth)}px`;
    let ended = false;
    const end = (take: boolean) => {
      if (ended) return;
      ended = true;
      const name = input.value.trim();
      input.remove();
      this.shown = "";
      this.build();
      if (take && name !== "" && name !== s.name) this.grid.model.edit([{ op: "renameSheet", sheet: s.id, name }]);
      this.grid.focus();
    };
    input.addEventListener("keydown", (e) => {
      e.stopPropagation();
      if (e.key === "Enter") end(true);
      else if (e.key === "Escape") end(false);
    });
    input.addEventListener("blur", () => end(true));
    tab.replaceWith(input);
    input.focus();
    input.select();
  }

  private keys(e: KeyboardEvent): void {
    const { sheets } = this.grid.model.info;
    const i = sheets.findIndex((s) => s.id === this.grid.sheet);
    const here = sheets[i];
    const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: sheets.length - 1 }[e.key];
    if (to !== undefined) {
      const next = sheets[(to + sheets.length) % sheets.length];
      if (next) {
        this.grid.show(next.id);
        this.list.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus();
      }
    } else if (e.key === "F2" && here) this.rename(here);
    else if ((e.key === "ContextMenu" || (e.key === "F10" && e.shiftKey)) && here) {
      const box = (e.target as HTMLElement).getBoundingClientRect();
      this.menu(here, box.left, box.top);
    } else if (e.key === "Escape") this.grid.focus();
    else return;
    e.preventDefault();
  }

  private draggable(tab: HTMLElement, s: Sheet): void {
    tab.addEventListener("pointerdown", (e) => {
      if (e.button !== 0 || e.pointerType === "touch" || this.grid.model.role === "viewer") return;
      const start = e.clientX;
      let dragging = false;
      const move = (m: PointerEvent) => {
        if (!dragging && Math.abs(m.clientX - start) < 6) return;
        dragging = true;
        tab.style.transform = `translateX(${m.clientX - start}px)`;
        tab.classList.add("dragging");
      };
      const up = (u: PointerEvent) => {
        removeEventListener("pointermove", move);
        removeEventListener("pointerup", up);
        tab.style.transform = "";
        tab.classList.remove("dragging");
        if (!dragging) return;
        const others = [...this.list.children].filter((t) => t !== tab);
        const index = others.filter((t) => {
          const b = t.getBoundingClientRect();
          return u.clientX > b.left + b.width / 2;
        }).length;
        if (this.grid.model.info.sheets[index]?.id !== s.id) this.grid.model.edit([{ op: "moveSheet", sheet: s.id, index }]);
      };
      addEventListener("pointermove", move);
      addEventListener("pointerup", up);
    });
  }
}
