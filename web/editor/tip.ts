/** The signature of the function whose argument is being typed, under the editor. */
import { el } from "../grid/dom";
import { argumentAt, type FunctionEntry, functionsNamed, signature } from "./catalogue";
import { type Call, callAt } from "./tokens";

export class Tip {
  readonly element = el("div", { class: "tip", hidden: true, role: "status" });

  /** Shows what belongs to the caret; hides when there is nothing to tell. */
  show(text: string, caret: number, under: DOMRect, busy: boolean, decimal: string): void {
    const separator = decimal === "," ? "; " : ", ";
    const call = busy ? undefined : callAt(text, caret, decimal);
    const meanings = call ? functionsNamed(call.name) : [];
    if (!call || meanings.length === 0) {
      this.hide();
      return;
    }
    this.element.replaceChildren(...meanings.flatMap((f) => described(f, call, separator)));
    this.element.hidden = false;
    const { width, height } = this.element.getBoundingClientRect();
    const below = under.bottom + 6 + height < innerHeight;
    this.element.style.left = `${Math.max(8, Math.min(under.left, innerWidth - width - 8))}px`;
    this.element.style.top = `${below ? under.bottom + 6 : under.top - height - 6}px`;
  }

  hide(): void {
    this.element.hidden = true;
  }
}

/** The signature with the argument in question set off, and what that argument is. */
function described(f: FunctionEntry, call: Call, separator: string): HTMLElement[] {
  const at = argumentAt(f, call.argument);
  const line = el("div", { class: "tip-signature" }, `${f.name}(`);
  signature(f).forEach((a, i) => {
    if (i > 0) line.append(separator);
    line.append(i === at ? el("b", {}, a) : a);
  });
  line.append(")");
  const about = f.args[at]?.text || f.summary;
  return about ? [line, el("div", { class: "tip-text" }, about)] : [line];
}
