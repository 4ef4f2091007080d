/** What is suggested for the word before the caret, and in which order. Pure. */
import { quoteSheet } from "../grid/rects";
import type { Name, Sheet } from "../model";
import type { FunctionEntry } from "./catalogue";

/** One suggestion. */
export interface Suggestion {
  label: string;
  kind: "function" | "name" | "local" | "sheet";
  /** What it is, in a few words. */
  detail: string;
  /** What is written; of a function its name, the brackets are added. */
  insert: string;
  /** Which letters of the label were typed. */
  matched: [from: number, to: number][];
}

/** What there is to suggest. */
export interface Words {
  functions: readonly FunctionEntry[];
  names: readonly Name[];
  sheets: readonly Sheet[];
  /** Locals of LET and LAMBDA in reach. */
  locals: readonly string[];
}

/** How a label holds what was typed, the best first: whole, from its beginning, or from the beginning of one of its words or letter by letter. */
const WHOLE = 0;
const START = 1;
const INSIDE = 2;

interface Match {
  how: number;
  at: [number, number][];
}

/** How a label holds a word; undefined when it does not. */
export function match(label: string, typed: string): Match | undefined {
  const l = label.toLowerCase();
  const t = typed.toLowerCase();
  if (l.startsWith(t)) return { how: l === t ? WHOLE : START, at: [[0, t.length]] };
  for (let i = l.indexOf(t); i > 0; i = l.indexOf(t, i + 1)) if (/[._ ]/.test(l[i - 1]!)) return { how: INSIDE, at: [[i, i + t.length]] };
  // Three letters or more that stand in the label in their order, the first of them first: AVG finds AVERAGE.
  if (t.length < 3 || l[0] !== t[0]) return undefined;
  const at: [number, number][] = [];
  let from = 0;
  for (const c of t) {
    const i = l.indexOf(c, from);
    if (i < 0) return undefined;
    const last = at[at.length - 1];
    if (last && last[1] === i) last[1] = i + 1;
    else at.push([i, i + 1]);
    from = i + 1;
  }
  return { how: INSIDE, at };
}

interface Ranked extends Suggestion {
  how: number;
  tier: number;
}

/**
 * What fits a word: first what it is, then what begins with it, then what has a word that does or has its letters; among those what stands in the book before
 * the functions, and functions by how common they are, then by the alphabet.
 */
export function suggestions(typed: string, words: Words): Suggestion[] {
  const out: Ranked[] = [];
  const put = (label: string, kind: Suggestion["kind"], detail: string, tier: number, insert = label) => {
    const m = match(label, typed);
    if (m) out.push({ label, kind, detail, insert, matched: m.at, how: m.how, tier });
  };
  for (const name of words.locals) put(name, "local", "named in this formula", 0);
  for (const n of words.names) put(n.name, "name", "name", 0);
  for (const f of words.functions) {
    put(f.name, "function", f.summary, f.tier);
    for (const a of f.aliases) put(a, "function", `${f.name}: ${f.summary}`, f.tier);
  }
  for (const s of words.sheets) put(s.name, "sheet", "sheet", 5, `${quoteSheet(s.name)}!`);
  // expr's own, in small letters, do not stand before the spreadsheet's functions of the same name.
  const own = new Set(words.functions.filter((f) => f.expr).map((f) => f.name));
  for (const s of out) if (s.how === WHOLE && own.has(s.label)) s.how = START;
  const cased = (s: Ranked) => (s.how === WHOLE && s.label !== typed ? 1 : 0);
  return out.sort(
    (a, b) => a.how - b.how || cased(a) - cased(b) || a.tier - b.tier || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0),
  );
}
