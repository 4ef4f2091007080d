/** The signature of the function whose argument is being typed, under the editor. */
import { el } from "../grid/dom";
import { argumentAt, functionNamed, signature } from "./catalogue";
import { callAt } from "./tokens";

export class Tip {
  readonly element = el("div", { class: "tip", hidden: true, role: "status" });

  /** Shows what belongs to the caret; hides when there is nothing to tell. */
  show(text: string, caret: number, under: DOMRect, busy: boolean): void {
    const call = busy ? undefined : callAt(text, caret);
    const entry = call && functionNamed(call.name);
    if (!call || !entry) {
      this.hide();
      return;
    }
    const at = argumentAt(entry, call.argument);
    const line = el("div", { class: "tip-signature" }, `${entry.name}(`);
    signature(entry).forEach((a, i) => {
      if (i > 0) line.append(", ");
      line.append(i === at ? el("b", {}, a) : a);
    });
    line.append(")");
    const about = entry.args[at]?.text || entry.summary;
    this.element.replaceChildren(line, ...(about ? [el("div", { class: "tip-text" }, about)] : []));
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
