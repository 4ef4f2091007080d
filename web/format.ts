/**
 * How a value looks: the browser's twin of cells.Format.Render, letter for letter. Both sides' tests read
 * cells/testdata/format.json.
 */
import type { Format, Kind } from "./model";
import { fixed, generalNumber, localise, roundDecimal, type Separators, scientific, separatorsOf, shortestNumber } from "./number";
import { editedDay, renderSpan, renderTime } from "./serial";

/** A value to be shown. `num` is behind numbers, times, durations and truths; `text` is a text or an error's code. */
export interface Shown {
  kind: Kind;
  num: number;
  text: string;
  /** Of an array: its first element. */
  first?: Shown;
}

/** Writes a value as its cell shows it. */
export function render(v: Shown, f: Format, locale: string): string {
  const s = renderPlain(v, f, separatorsOf(locale));
  return f.unit && (v.kind === "number" || v.kind === "time" || v.kind === "duration") ? `${s} ${f.unit}` : s;
}

function renderPlain(v: Shown, f: Format, sep: Separators): string {
  switch (v.kind) {
    case "blank":
      return "";
    case "text":
    case "error":
      return v.text;
    case "bool":
      return v.num !== 0 ? "TRUE" : "FALSE";
    case "array":
      return v.first ? renderPlain(v.first, f, sep) : "";
  }
  return renderNumber(v.num, kindFor(v, f), f, sep);
}

function kindFor(v: Shown, f: Format): Format["kind"] {
  if (f.kind && f.kind !== "text" && f.kind !== "sparkline") return f.kind;
  if (v.kind === "duration") return "duration";
  if (v.kind !== "time") return f.kind;
  if (v.num === Math.trunc(v.num)) return "date";
  return v.num >= 0 && v.num < 1 ? "time" : "datetime";
}

function renderNumber(x: number, kind: Format["kind"], f: Format, sep: Separators): string {
  const decimals = f.decimals ?? 0;
  switch (kind) {
    case "number":
      return fixed(x, decimals, f.grouping ?? false, sep);
    case "percent":
      return `${fixed(x * 100, decimals, f.grouping ?? false, sep)}%`;
    case "currency": {
      const symbol = f.symbol || "$";
      const s = fixed(Math.abs(x), decimals, true, sep);
      const sign = x < 0 && /[1-9]/.test(s) ? "-" : "";
      return sep.decimal === "," ? `${sign}${s} ${symbol}` : `${sign}${symbol}${s}`;
    }
    case "scientific":
      return scientific(x, decimals, sep);
    case "date":
      return renderTime(x, f.pattern || "yyyy-mm-dd");
    case "datetime":
      return renderTime(x, f.pattern || "yyyy-mm-dd hh:mm:ss");
    case "time":
      return renderTime(x, f.pattern || "hh:mm:ss");
    case "duration":
      return renderSpan(x);
  }
  return localise(generalNumber(x), sep);
}

/**
 * What the editor shows for a number, time, duration or truth that came as a reading: typing it gives the value back. The twin of
 * cells.LiteralText for those kinds.
 */
export function literalText(kind: Kind, num: number, f: Format, locale: string): string {
  const sep = separatorsOf(locale);
  switch (kind) {
    case "number":
    case "duration":
      if (
        kind === "duration" &&
        (num < 0 || num >= 1) &&
        Math.abs(num) < 4e10 &&
        Math.round(Math.abs(num) * 86400) / 86400 === Math.abs(num)
      )
        return renderSpan(num);
      if (f.kind === "percent") return `${localise(generalNumber(roundDecimal(num * 100, 13)), sep)}%`;
      return localise(shortestNumber(num), sep);
    case "bool":
      return num !== 0 ? "TRUE" : "FALSE";
    case "time": {
      const frac = num - Math.floor(num);
      if (num >= 0 && num < 1) return renderTime(num, "hh:mm:ss");
      const day = editedDay(f.pattern ?? "", locale);
      if (frac === 0) return renderTime(num, day);
      const secs = num * 86400;
      return renderTime(num, `${day}${Math.abs(secs - Math.round(secs)) > 1e-4 ? " hh:mm:ss.000" : " hh:mm:ss"}`);
    }
  }
  return "";
}

/** Whether two formats look the same. */
export function sameFormat(a: Format, b: Format): boolean {
  if (a === b) return true;
  for (const k of FIELDS) if ((a[k] || undefined) !== (b[k] || undefined)) return false;
  return true;
}

const FIELDS = ["kind", "decimals", "grouping", "symbol", "pattern", "unit", "bold", "italic", "strike", "align", "color", "fill"] as const;

/**
 * Reads what was just typed well enough to show it until the server has: a plain number of the locale, a truth, else text. The
 * server's reading replaces it.
 */
export function glance(typed: string, locale: string): Shown {
  if (typed === "") return { kind: "blank", num: 0, text: "" };
  if (typed.startsWith("'")) return { kind: "text", num: 0, text: typed.slice(1) };
  if (typed.length > 1 && typed.startsWith("=")) return { kind: "text", num: 0, text: "…" };
  const t = typed.trim();
  if (/^true$/i.test(t)) return { kind: "bool", num: 1, text: "" };
  if (/^false$/i.test(t)) return { kind: "bool", num: 0, text: "" };
  const sep = separatorsOf(locale);
  const plain = sep.decimal === "," ? t.replace(",", ".") : t;
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(plain) && (sep.decimal === "." || !t.includes("."))) {
    const num = Number(plain);
    if (Number.isFinite(num)) return { kind: "number", num, text: "" };
  }
  return { kind: "text", num: 0, text: typed };
}
