/** A card for cells with an error: what is wrong and where it arose. It comes with the pointer, and with the active cell for the keyboard. */

import type { Session } from "../editor/session";
import type { Commands } from "../grid/commands";
import { el } from "../grid/dom";
import { cellBox, HEADER_HEIGHT } from "../grid/frame";
import type { Grid } from "../grid/grid";
import type { Pointer } from "../grid/pointer";
import type { Cell } from "../grid/rects";
import { faultWords } from "./cellpanel";

const PATIENCE = 300;
/** As wide as phones are. */
const NARROW = 640;

export class HoverCard {
  private readonly element = el("div", { class: "hover-card", role: "tooltip", hidden: true });
  private readonly grid: Grid;
  private readonly commands: Commands;
  private cell: Cell | undefined;
  private timer = 0;
  /** The active cell, while its card is shown or about to be. */
  private selected: Cell | undefined;

  /** `told` says whether the active cell's error stands elsewhere on the page. */
  constructor(grid: Grid, session: Session, commands: Commands, pointer: Pointer, told: () => boolean) {
    this.grid = grid;
    this.commands = commands;
    document.body.append(this.element);
    grid.view.addEventListener("pointermove", (e) => {
      if (e.pointerType === "touch" || e.buttons !== 0) return;
      const hit = pointer.hit(e);
      if (this.cell && this.cell.row === hit.row && this.cell.col === hit.col && hit.area === "cells") return;
      this.hideSoon();
      if (hit.area === "cells" && !session.editing) this.showSoon(hit);
    });
    // A finger leaves with every tap; its card stays until another cell is tapped.
    grid.view.addEventListener("pointerleave", (e) => e.pointerType !== "touch" && this.hideSoon());
    this.element.addEventListener("pointerenter", () => clearTimeout(this.timer));
    this.element.addEventListener("pointerleave", () => this.hideSoon());
    grid.events.on("select", (s) => {
      this.hide();
      if (s.multiple || session.editing || told()) return;
      this.selected = { row: s.active.row, col: s.active.col };
      this.showSoon(this.selected);
    });
    // A cell that was scrolled to has its card when the sheet stands.
    grid.events.on("view", () => {
      const { selected } = this;
      this.hide();
      this.selected = selected;
      if (selected && !session.editing && !told()) this.showSoon(selected);
    });
    session.events.on("begin", () => this.hide());
    grid.events.on("cells", () => this.cell && !this.grid.cell(this.cell.row, this.cell.col)?.error && this.hide());
  }

  private showSoon(cell: Cell): void {
    clearTimeout(this.timer);
    if (!this.grid.cell(cell.row, cell.col)?.error) return;
    this.timer = window.setTimeout(() => this.show(cell), PATIENCE);
  }

  private hideSoon(): void {
    clearTimeout(this.timer);
    if (!this.element.hidden) this.timer = window.setTimeout(() => this.hide(), 160);
  }

  private hide(): void {
    clearTimeout(this.timer);
    this.element.hidden = true;
    this.cell = undefined;
    this.selected = undefined;
  }

  private show(cell: Cell): void {
    const fault = this.grid.cell(cell.row, cell.col)?.error;
    const box = cellBox(this.grid.frame, cell.row, cell.col);
    if (!fault || !box) return;
    this.cell = { row: cell.row, col: cell.col };
    this.element.replaceChildren(
      ...faultWords(fault, cell, (text) => {
        const b = el("button", { type: "button", class: "ref-link" }, text);
        b.addEventListener("click", () => {
          const to = this.commands.find(text);
          if (to) this.grid.goto(to);
          this.grid.focus();
        });
        return b;
      }),
    );
    this.element.hidden = false;
    // Where the card was before must not narrow it: near the right edge its words would break and its measured width be too small.
    this.element.style.left = "0";
    const at = this.grid.view.getBoundingClientRect();
    this.element.classList.toggle("docked", innerWidth <= NARROW);
    const { width, height } = this.element.getBoundingClientRect();
    if (innerWidth <= NARROW) {
      // On a phone it would lie over the neighbours: it takes the lower edge, or the upper one when the cell is down there.
      const low = at.bottom - height - 8;
      this.element.style.left = "8px";
      this.element.style.top = `${at.top + box.y + box.h + 4 > low ? at.top + HEADER_HEIGHT + 8 : low}px`;
      return;
    }
    const below = at.top + box.y + box.h + 6;
    this.element.style.left = `${Math.max(8, Math.min(at.left + box.x, innerWidth - width - 8))}px`;
    this.element.style.top = `${below + height > innerHeight - 8 ? at.top + box.y - height - 6 : below}px`;
  }
}
