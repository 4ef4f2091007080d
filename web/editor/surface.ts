/** What a text is edited in: a plain textarea for values, CodeMirror for formulas. Both look the same to the session. */
import { el } from "../grid/dom";
import type { Reference } from "./tokens";

export interface Surface {
  readonly element: HTMLElement;
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** Replaces the text and puts the caret or selection. */
  set(text: string, from: number, to: number): void;
  /** Replaces a part and puts the caret behind it; can be undone inside the editor. */
  replace(from: number, to: number, text: string): void;
  focus(): void;
  readonly focused: boolean;
  /** A list of suggestions is open. */
  readonly completing: boolean;
  /** Takes the suggestion; false when there is none. */
  accept(): boolean;
  /** Whether an entry of the list was chosen with the arrows. */
  readonly chosen: boolean;
  closeList(): boolean;
  paint(references: readonly Reference[]): void;
  lock(readonly: boolean): void;
  /** Marks a part as wrong, with the sentence of the id as its description; undefined takes the mark away. */
  wrong(part: { from: number; to: number } | undefined, because: string): void;
}

/** What a surface tells. */
export interface SurfaceListener {
  input(): void;
  caret(): void;
  focus(): void;
  blur(): void;
}

export class PlainSurface implements Surface {
  readonly element: HTMLTextAreaElement;

  constructor(label: string, listener: SurfaceListener) {
    this.element = el("textarea", {
      class: "surface plain",
      rows: 1,
      "aria-label": label,
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      wrap: "soft",
    });
    this.element.addEventListener("input", () => listener.input());
    this.element.addEventListener("select", () => listener.caret());
    for (const e of ["keyup", "pointerup"]) this.element.addEventListener(e, () => listener.caret());
    this.element.addEventListener("focus", () => listener.focus());
    this.element.addEventListener("blur", () => listener.blur());
  }

  get text(): string {
    return this.element.value;
  }

  get from(): number {
    return this.element.selectionStart;
  }

  get to(): number {
    return this.element.selectionEnd;
  }

  set(text: string, from: number, to: number): void {
    if (this.element.value !== text) this.element.value = text;
    // An input method that has just begun would be stopped by a caret that is put, even where it is.
    if (from === this.from && to === this.to) return;
    if (this.focused) this.element.setSelectionRange(from, to);
    else {
      this.element.selectionStart = from;
      this.element.selectionEnd = to;
    }
  }

  replace(from: number, to: number, text: string): void {
    this.element.setRangeText(text, from, to, "end");
  }

  focus(): void {
    this.element.focus({ preventScroll: true });
  }

  get focused(): boolean {
    return document.activeElement === this.element;
  }

  readonly completing = false;
  readonly chosen = false;

  accept(): boolean {
    return false;
  }

  closeList(): boolean {
    return false;
  }

  paint(): void {}

  lock(readonly: boolean): void {
    this.element.readOnly = readonly;
  }

  wrong(part: { from: number; to: number } | undefined, because: string): void {
    if (part) {
      this.element.setAttribute("aria-invalid", "true");
      this.element.setAttribute("aria-describedby", because);
    } else for (const name of ["aria-invalid", "aria-describedby"]) this.element.removeAttribute(name);
  }
}
