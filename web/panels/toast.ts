/** Short messages at the lower edge, read out politely; one may carry an action. */
import { el } from "../grid/dom";

const STAY = 6000;

export class Toasts {
  private readonly box = el("div", { class: "toasts", role: "status", "aria-live": "polite" });

  constructor() {
    document.body.append(this.box);
  }

  /** Shows a text for a while, or until it is dismissed when `stays`. */
  show(text: string, action?: { label: string; run(): void }, tone: "plain" | "danger" = "plain", stays = false): void {
    for (const old of this.box.children) if (old.firstChild?.textContent === text) old.remove();
    const toast = el("div", { class: `toast ${tone}` }, el("span", {}, text));
    const gone = () => toast.remove();
    if (action) {
      const button = el("button", { type: "button", class: "toast-action" }, action.label);
      button.addEventListener("click", () => {
        gone();
        action.run();
      });
      toast.append(button);
    }
    const close = el("button", { type: "button", class: "toast-close", "aria-label": "Dismiss" }, "×");
    close.addEventListener("click", gone);
    toast.append(close);
    this.box.append(toast);
    while (this.box.children.length > 3) this.box.firstChild?.remove();
    if (stays) return;
    let timer = setTimeout(gone, STAY);
    toast.addEventListener("pointerenter", () => clearTimeout(timer));
    toast.addEventListener("pointerleave", () => {
      timer = setTimeout(gone, STAY / 2);
    });
  }
}
