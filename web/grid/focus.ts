/**
 * Who has the focus for the grid. With keys and a mouse it is the editor's field, which waits unseen over the active cell: text that
 * comes without a key of its own (an emoji, a dictated word, an input method) then comes to where text can go. After a finger or a
 * pen it is the mirror, for a field would bring up the screen's keyboard with every tap. Both name the active cell.
 */
import type { Mirror } from "./mirror";

export class Focus {
  private readonly mirror: Mirror;
  private field: HTMLElement | undefined;
  /** The field waits; else it is an editor. */
  private waiting = false;
  private finger = matchMedia("(pointer: coarse)").matches;

  constructor(mirror: Mirror) {
    this.mirror = mirror;
    const seen = (e: PointerEvent) => {
      this.finger = e.pointerType !== "mouse";
      this.stops();
    };
    addEventListener("pointerdown", seen, { capture: true });
  }

  /** The field waits for text. */
  wait(field: HTMLElement): void {
    this.field = field;
    this.waiting = true;
    field.setAttribute("aria-labelledby", this.mirror.element.id);
    field.setAttribute("aria-controls", this.mirror.element.id);
    this.mirror.holders.add(field);
    this.mirror.now();
    this.stops();
  }

  /** The field is an editor until it waits again. */
  edit(): void {
    if (!this.field) return;
    this.waiting = false;
    this.mirror.holders.delete(this.field);
    for (const name of ["aria-labelledby", "aria-controls", "aria-activedescendant"]) this.field.removeAttribute(name);
    this.stops();
  }

  /** Gives the grid the focus. */
  take(): void {
    const field = this.waiting && !this.finger ? this.field : undefined;
    (field ?? this.mirror.element).focus({ preventScroll: true });
  }

  /** Whether the grid has the focus, and not an editor. */
  get here(): boolean {
    const e = document.activeElement;
    return e === this.mirror.element || (this.waiting && e === this.field);
  }

  /** The grid is one stop on the way of the Tab key. */
  private stops(): void {
    const field = this.waiting && !this.finger;
    this.mirror.element.tabIndex = field ? -1 : 0;
    if (this.field) this.field.tabIndex = field || !this.waiting ? 0 : -1;
  }
}
