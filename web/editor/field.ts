/** A place where the text of a cell is edited. It holds a plain surface, and a formula surface once that is loaded and needed. */
import { el } from "../grid/dom";
import { later } from "../load";
import type { CodeSurface, Vocabulary } from "./code";
import { PlainSurface, type Surface, type SurfaceListener } from "./surface";
import { isFormula, type Reference } from "./tokens";

export class Field {
  readonly element: HTMLElement;
  private readonly plain: PlainSurface;
  private rich: CodeSurface | undefined;
  private current: Surface;
  private readonly label: string;
  private readonly listener: SurfaceListener;
  private readonly words: Vocabulary;
  private locked = false;
  private swapping = false;

  constructor(className: string, label: string, listener: SurfaceListener, words: Vocabulary) {
    this.element = el("div", { class: `edit-field ${className}` });
    this.label = label;
    this.words = words;
    // Moving from one surface to the other is no leaving.
    this.listener = {
      input: () => {
        this.choose(false);
        listener.input();
      },
      caret: () => listener.caret(),
      focus: () => !this.swapping && listener.focus(),
      blur: () => !this.swapping && listener.blur(),
    };
    this.plain = new PlainSurface(label, this.listener);
    this.current = this.plain;
    this.element.append(this.plain.element);
    // The margin around the text belongs to the text.
    this.element.addEventListener("mousedown", (e) => {
      if (e.target !== this.element) return;
      e.preventDefault();
      this.current.focus();
    });
  }

  get surface(): Surface {
    return this.current;
  }

  /** Empties the field and lets a plain surface stand in it; the element that takes text then. */
  rest(): HTMLElement {
    this.set("");
    return this.plain.element;
  }

  set(text: string, from = text.length, to = from): void {
    this.current.set(text, from, to);
    this.choose(true);
    this.grow();
  }

  /** Chooses the surface for a text that a program changed. */
  retype(): void {
    this.choose(false);
  }

  /** The formula editor has arrived. */
  upgrade(): void {
    this.choose(false);
  }

  lock(readonly: boolean): void {
    this.locked = readonly;
    this.plain.lock(readonly);
    this.rich?.lock(readonly);
  }

  paint(references: readonly Reference[]): void {
    this.current.paint(references);
  }

  /** Marks a part as wrong; see Surface. */
  wrong(part: { from: number; to: number } | undefined, because = ""): void {
    this.current.wrong(part, because);
  }

  /** Lets the element take the size of a plain text. */
  grow(): void {
    this.element.dataset.text = `${this.current.text} `;
  }

  /** Formulas go to the formula editor; it is left only when another text is set. */
  private choose(mayLeave: boolean): void {
    const { text } = this.current;
    const formula = isFormula(text);
    let wanted: Surface = this.current;
    if (formula && later) {
      this.rich ??= this.make(later.CodeSurface);
      wanted = this.rich;
    } else if (!formula && mayLeave) wanted = this.plain;
    if (wanted === this.current) return;
    const old = this.current;
    const { from, to, focused } = old;
    this.swapping = true;
    this.current = wanted;
    wanted.set(text, from, to);
    old.element.replaceWith(wanted.element);
    if (focused) wanted.focus();
    this.swapping = false;
  }

  private make(Code: typeof CodeSurface): CodeSurface {
    const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
    const made = new Code(this.label, this.listener, this.words, nonce);
    made.lock(this.locked);
    return made;
  }
}
