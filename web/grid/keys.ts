/** The keyboard: what each key does on the grid, and what it does in the editor before the editor itself sees it. */

import type { Session } from "../editor/session";
import { isFormula } from "../editor/tokens";
import { ARROWS, sheetOf, stampOf } from "./chords";
import type { Clipboard } from "./clipboard";
import type { Commands } from "./commands";
import { command } from "./dom";
import type { Grid } from "./grid";
import type { Moves } from "./moves";

export interface KeyNeeds {
  grid: Grid;
  session: Session;
  moves: Moves;
  commands: Commands;
  clipboard: Clipboard;
  /** Opens the context menu at the active cell. */
  menu(): void;
  /** Opens the list of shortcuts. */
  shortcuts(): void;
  /** Opens or closes the cell panel. */
  panel(): void;
  nameBox(): void;
  /** Says that there is nothing to recalculate. */
  calculated(): void;
  /** Moves the focus to the next part of the page. */
  region(by: number): void;
}

export class Keys {
  private readonly n: KeyNeeds;

  constructor(needs: KeyNeeds) {
    this.n = needs;
    const field = needs.session.inCell.element;
    for (const e of [needs.grid.mirror.element, field]) e.addEventListener("keydown", (k) => this.onGrid(k));
    field.addEventListener("beforeinput", (e) => this.onText(e));
    field.addEventListener("compositionstart", () => needs.session.editing || needs.session.begin("enter", "cell", ""));
    for (const field of [needs.session.inCell, needs.session.bar]) {
      field.element.addEventListener("keydown", (e) => this.onEditor(e), { capture: true });
    }
  }

  private onGrid(e: KeyboardEvent): void {
    if (this.n.session.editing) return;
    if (!["Control", "Shift", "Alt", "Meta"].includes(e.key) && this.later(e)) return;
    if (this.grid(e)) {
      e.preventDefault();
      e.stopPropagation();
    }
  }

  /** Text that comes to the waiting editor without a key: an emoji, a dictated word, an input method. It begins an edit. */
  private onText(e: InputEvent): void {
    const { session } = this.n;
    if (session.editing || (e.data && e.cancelable && this.later(e))) return;
    if (e.inputType.startsWith("insert") && !session.readonly) session.begin("enter", "cell", "");
    else e.preventDefault();
  }

  /** Keys and text that came while a jump waited for its answer. */
  private waiting: (KeyboardEvent | InputEvent)[] = [];

  /** Keeps for later what comes while a jump waits, or after what is kept. */
  private later(e: KeyboardEvent | InputEvent): boolean {
    const { pending } = this.n.moves;
    if (this.waiting.length === 0 && !pending) return false;
    e.preventDefault();
    if (this.waiting.push(e) === 1) void (pending ?? Promise.resolve()).then(() => this.replay());
    return true;
  }

  /** Does what those keys ask for, in their order. */
  private async replay(): Promise<void> {
    for (let e = this.waiting[0]; e; e = this.waiting[0]) {
      await this.n.moves.pending;
      const { session } = this.n;
      let text = "";
      if (e instanceof KeyboardEvent) {
        const done = session.editing ? this.editor(e) : this.grid(e);
        if (!done && e.key.length === 1) text = e.key;
      } else {
        session.begin("enter", "cell", "");
        text = e.data ?? "";
      }
      if (session.editing && text !== "") {
        const s = session.field.surface;
        s.replace(s.from, s.to, text);
        session.retyped();
      }
      this.waiting.shift();
    }
  }

  private onEditor(e: KeyboardEvent): void {
    if (e.isComposing || !this.n.session.editing) return;
    if (this.editor(e)) {
      e.preventDefault();
      e.stopPropagation();
    }
  }

  private grid(e: KeyboardEvent): boolean {
    const { moves, commands, session, clipboard } = this.n;
    const ctrl = command(e);
    const arrow = ARROWS[e.key];
    const stamp = stampOf(e);
    const sheet = sheetOf(e);
    if (stamp) {
      commands.stamp(stamp);
      return true;
    }
    if (sheet !== 0) {
      moves.sheet(sheet);
      return true;
    }
    if (arrow && !e.altKey) {
      if (ctrl) moves.jump(arrow, e.shiftKey);
      else moves.step(arrow, e.shiftKey);
      return true;
    }
    if (ctrl && this.control(e)) return true;
    switch (e.key) {
      case "Tab":
        // With Escape first, Tab leaves the grid: nobody is caught in it.
        if (this.leaving) return false;
        moves.next("col", !e.shiftKey);
        return true;
      case "Enter":
        if (e.altKey) {
          this.n.panel();
          return true;
        }
        if (ctrl) commands.fillSelection();
        else moves.next("row", !e.shiftKey);
        return true;
      case "Home":
        moves.home(ctrl, e.shiftKey);
        return true;
      case "End":
        moves.end(ctrl, e.shiftKey);
        return true;
      case "PageUp":
      case "PageDown": {
        const down = e.key === "PageDown";
        moves.page(e.altKey ? (down ? "right" : "left") : down ? "down" : "up", e.shiftKey);
        return true;
      }
      case "F2":
        session.begin("edit");
        return true;
      case "F6":
        this.n.region(e.shiftKey ? -1 : 1);
        return true;
      case "F9":
        this.n.calculated();
        return true;
      case "F11":
        if (!e.shiftKey) return false;
        commands.addSheet();
        return true;
      case "Delete":
        commands.clear();
        return true;
      case "Backspace":
        session.begin("enter", "cell", "");
        return true;
      case "Escape":
        if (!clipboard.forget()) this.leave();
        return true;
      case "ContextMenu":
        this.n.menu();
        return true;
      case "F10":
        if (!e.shiftKey) return false;
        this.n.menu();
        return true;
      case " ":
        if (e.shiftKey && !ctrl) {
          moves.rows();
          return true;
        }
        if (e.shiftKey) {
          moves.all();
          return true;
        }
    }
    if (e.key === "=" && e.altKey && !ctrl) {
      void commands.autosum();
      return true;
    }
    // The character itself arrives in the editor, because that has the focus before the key is let through; so does an input method.
    if (
      !ctrl &&
      !e.metaKey &&
      !(e.altKey && e.key.length > 1) &&
      (e.key.length === 1 || ["Process", "Dead"].includes(e.key) || e.keyCode === 229)
    ) {
      if (session.readonly) return false;
      session.begin("enter", "cell", "");
    }
    return false;
  }

  private leaving = false;

  /** Escape on the grid: the next Tab goes on to the next part of the page. */
  private leave(): void {
    this.leaving = true;
    const back = () => {
      this.leaving = false;
      this.n.grid.view.removeEventListener("focusout", back);
      this.n.grid.view.removeEventListener("pointerdown", back);
      removeEventListener("keydown", other, true);
    };
    const other = (e: KeyboardEvent) => {
      if (!["Tab", "Escape", "Shift"].includes(e.key)) back();
    };
    this.n.grid.view.addEventListener("focusout", back);
    this.n.grid.view.addEventListener("pointerdown", back);
    addEventListener("keydown", other, true);
  }

  private control(e: KeyboardEvent): boolean {
    const { commands, moves, grid, clipboard, session } = this.n;
    const key = e.key.toLowerCase();
    if (e.altKey) {
      if (key === "=" || e.code === "Equal") commands.insertLines();
      else if (key === "-" || e.code === "Minus") commands.deleteLines();
      else return false;
      return true;
    }
    if (e.shiftKey) {
      switch (e.code) {
        case "Digit1":
          commands.format({ kind: "number", decimals: 2, grouping: true });
          return true;
        case "Digit2":
          commands.format({ kind: "time" });
          return true;
        case "Digit3":
          commands.format({ kind: "date" });
          return true;
        case "Digit4":
          commands.format({ kind: "currency", decimals: 2 });
          return true;
        case "Digit5":
          commands.format({ kind: "percent" });
          return true;
        case "Digit6":
          commands.format({ kind: "scientific", decimals: 2 });
          return true;
      }
      switch (key) {
        case "z":
          commands.widening.redo();
          return true;
        case "v":
          // The paste event that follows looks for this.
          clipboard.valuesOnly();
          return false;
        case "h":
          this.n.panel();
          return true;
        case "=":
        case "+":
          commands.insertLines();
          return true;
      }
      return false;
    }
    switch (key) {
      case "a":
        moves.all();
        return true;
      case " ":
        moves.columns();
        return true;
      case "z":
        commands.widening.undo();
        return true;
      case "y":
        commands.widening.redo();
        return true;
      case "d":
        commands.fillFrom("up");
        return true;
      case "r":
        commands.fillFrom("left");
        return true;
      case "b":
        commands.toggle("bold");
        return true;
      case "i":
        commands.toggle("italic");
        return true;
      case "g":
        this.n.nameBox();
        return true;
      case "`":
        commands.showFormulas();
        return true;
      case "'": {
        const { row, col } = grid.selection.active;
        const above = row > 0 ? grid.cell(row - 1, col)?.input : undefined;
        if (above) session.begin("edit", "cell", above);
        return true;
      }
      case "/":
        this.n.shortcuts();
        return true;
      case "-":
        commands.deleteLines();
        return true;
      case "[":
        void commands.follow("precedents");
        return true;
      case "]":
        void commands.follow("dependents");
        return true;
      case "backspace":
        grid.reveal(grid.selection.active);
        return true;
      case "home":
        moves.home(true, false);
        return true;
      case "end":
        moves.end(true, false);
        return true;
    }
    return false;
  }

  private editor(e: KeyboardEvent): boolean {
    const { session, moves, grid, commands } = this.n;
    const editing = session.editing!;
    const { surface } = session.field;
    const ctrl = command(e);
    const stamp = stampOf(e);
    const sheet = sheetOf(e);
    if (stamp && !isFormula(surface.text)) {
      surface.replace(surface.from, surface.to, commands.now(stamp));
      session.retyped();
      return true;
    }
    if (sheet !== 0 && isFormula(surface.text)) {
      moves.sheet(sheet);
      return true;
    }
    switch (e.key) {
      case "Escape":
        if (!surface.closeList()) session.cancel();
        return true;
      case "Enter":
        if (surface.chosen && surface.accept()) return true;
        // Ctrl+Shift+Enter enters an array formula in Excel, and a formula is one here by itself.
        if (e.altKey || (ctrl && e.shiftKey && !isFormula(surface.text))) {
          session.newline();
          return true;
        }
        if (ctrl) {
          session.commit(!e.shiftKey);
          return true;
        }
        if (session.commit()) moves.next("row", !e.shiftKey);
        return true;
      case "Tab":
        if (surface.completing && surface.accept()) return true;
        if (session.commit()) moves.next("col", !e.shiftKey);
        return true;
      case "F4":
        session.cycle();
        return true;
      case "F2":
        session.toggleMode();
        return true;
    }
    const arrow = ARROWS[e.key];
    if (!arrow || e.altKey) return false;
    if (surface.completing && (arrow === "up" || arrow === "down")) return false;
    if (isFormula(surface.text) && (session.pointing.active || (editing.mode === "enter" && session.pointable))) {
      void session.pointing.arrow(arrow, e.shiftKey, ctrl);
      return true;
    }
    if (editing.mode === "enter" && editing.place === "cell" && !e.shiftKey && !surface.text.includes("\n")) {
      if (!session.commit()) return true;
      grid.selection.tabbedFrom = undefined;
      if (ctrl) moves.jump(arrow, false);
      else moves.step(arrow, false);
      return true;
    }
    return false;
  }
}
