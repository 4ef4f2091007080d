/** The sentence under the editor that says why a formula cannot be read. */
import { el } from "../grid/dom";
import type { Refusal } from "../model";
import { sentence } from "../panels/words";

/** quiet: the person rests while typing; plain: Enter was refused. */
export type Tone = "quiet" | "plain";

/** The id under which the editor names the sentence as its description. */
export const PROBLEM_ID = "edit-problem";

export class Problem {
  readonly element = el("div", { class: "edit-problem", id: PROBLEM_ID, hidden: true });

  get shown(): boolean {
    return !this.element.hidden;
  }

  /** Says it under a box; a refusal is read out at once, a remark when the reader has time. */
  show(fault: Refusal, tone: Tone, under: DOMRect): void {
    this.element.classList.toggle("quiet", tone === "quiet");
    this.element.setAttribute("role", tone === "quiet" ? "status" : "alert");
    this.element.hidden = false;
    this.element.replaceChildren(
      ...(tone === "quiet" ? [] : [el("b", {}, "This formula cannot be read."), " "]),
      sentence(fault.message),
      ...(fault.hint ? [hint(fault.hint)] : []),
    );
    this.place(under);
  }

  /** Stays under the editor; above it where there is no room. */
  place(under: DOMRect): void {
    this.element.style.left = "0";
    const { width, height } = this.element.getBoundingClientRect();
    const bottom = (window.visualViewport?.height ?? innerHeight) - 8;
    const below = under.bottom + 6 + height <= bottom || under.top - height - 6 < 0;
    this.element.style.left = `${Math.max(8, Math.min(under.left, innerWidth - width - 8))}px`;
    this.element.style.top = `${below ? under.bottom + 6 : under.top - height - 6}px`;
  }

  hide(): void {
    this.element.hidden = true;
  }
}

const EXAMPLE = "for example: ";

/** How it is written: an example, or the signature of a function. */
function hint(text: string): HTMLElement {
  const code = text.startsWith(EXAMPLE) ? text.slice(EXAMPLE.length) : text;
  return el("div", { class: "hint" }, ...(code === text ? [] : ["For example: "]), el("code", {}, code));
}

/**
 * Where in the typed text a fault is: `pos` counts the characters of the text as it was read, from 1, while an editor counts an emoji
 * twice and lacks the = that was put before a text such as +A1*.
 */
export function faultOffset(typed: string, read: string, pos: number): number {
  const before = Array.from(read)
    .slice(0, Math.max(pos - 1, 0))
    .join("").length;
  const added = read.length > typed.length && read.startsWith(`=${typed}`) ? 1 : 0;
  return Math.min(Math.max(before - added, 0), typed.length);
}

/** The part of a formula that a fault is shown at: the word, number or sign there; at the end of the text, its last one. */
export function faultSpan(
  text: string,
  at: number,
  spans: readonly { from: number; to: number; kind: string }[],
): { from: number; to: number } {
  const solid = spans.filter((t) => t.kind !== "space" && t.kind !== "comment");
  const hit = solid.find((t) => t.from <= at && at < t.to) ?? solid.filter((t) => t.from <= at).pop();
  return hit ? { from: hit.from, to: hit.to } : { from: 0, to: text.length };
}
