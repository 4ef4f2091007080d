/** A cell as it is shown while an edit of it is on its way. */
import { glance, render, type Shown } from "./format";
import type { CellView, Format, Input } from "./model";
import type { Overlay } from "./pending";

const BLANK: CellView = Object.freeze({
  kind: "blank",
  num: 0,
  text: "",
  input: "",
  formula: false,
  format: Object.freeze({}),
  at: 0,
  reading: false,
  pending: false,
  spilled: false,
});

/** What is held, with what is on its way over it. */
export function overlaid(held: CellView | undefined, over: Overlay, locale: string): CellView {
  const under = held ?? BLANK;
  const format = over.format ?? under.format;
  if (over.input === undefined) {
    const plain = under.kind !== "array" && under.kind !== "error";
    return { ...under, format, pending: true, text: plain ? render(under, format, locale) : under.text };
  }
  const shown = shownInput(over.input, format, locale);
  const input = typeof over.input === "string" ? over.input : shown.text || String(shown.num);
  return {
    kind: shown.kind,
    num: shown.num,
    text: render(shown, format, locale),
    input,
    formula: input.length > 1 && input.startsWith("="),
    format,
    at: under.at,
    reading: false,
    pending: true,
    spilled: false,
  };
}

function shownInput(input: Input, format: Format, locale: string): Shown {
  if (typeof input === "string") return format.kind === "text" ? { kind: "text", num: 0, text: input } : glance(input, locale);
  const v = input.value;
  if (typeof v === "number") return { kind: "number", num: v, text: "" };
  if (typeof v === "boolean") return { kind: "bool", num: v ? 1 : 0, text: "" };
  if (typeof v === "string") return { kind: "text", num: 0, text: v };
  return v === null ? { kind: "blank", num: 0, text: "" } : { kind: "text", num: 0, text: "…" };
}
