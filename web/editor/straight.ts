/**
 * A formula as a mail, a web page, a phone's keyboard or a newer Excel wrote it, in the characters of the language: “ ” ‘ ’ « » around
 * texts and sheets, × ÷ − ≤ ≥ ≠, wide forms such as （, characters that are not seen, the prefix _xlfn. and the braces around an array
 * formula. What stands in texts stays. Pure.
 */
import { closedText } from "./scan";

export interface Straight {
  readonly text: string;
  /** Where in the typed text a place of the straight one comes from. */
  origin(at: number): number;
}

const UNSEEN = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/;
const DOUBLE = /["“”„‟«»＂]/;
const SINGLE = /['‘’‚‛＇]/;
const SIGNS: Partial<Record<string, string>> = { "×": "*", "÷": "/", "−": "-", "–": "-", "‒": "-", "≤": "<=", "≥": ">=", "≠": "<>" };
const STRANGE = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff“”„‟«»‘’‚‛×÷−–‒≤≥≠\uff01-\uff5e]|_xl/i;

/** What is copied as it is, besides texts in double quotes. */
const KEPT = /'(?:[^'\\]|''|\\[\s\S])*'?|`[^`]*`?|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?|[$_\p{L}][\w$\p{L}\p{M}\p{Nd}]*/uy;
const ESCAPED = /"(?:[^"\\]|""|\\[\s\S])*"?/y;
const LITERAL = /"(?:[^"]|"")*"?/y;
const PREFIX = /_xl(?:fn|ws|pm|udf)\./iy;
const WIDE_WORD = /^[Ａ-Ｚａ-ｚ０-９＿]+$/u;

function match(rule: RegExp, text: string, at: number): string | undefined {
  rule.lastIndex = at;
  return rule.exec(text)?.[0] || undefined;
}

const narrow = (c: string) => (/[\uff01-\uff5e]/.test(c) ? String.fromCharCode(c.charCodeAt(0) - 0xfee0) : c);

/** Gives any other text back as it is. */
export function straight(typed: string): Straight {
  if (/^\{=[\s\S]*\}$/.test(typed)) {
    const inner = straight(typed.slice(1, -1));
    return { text: inner.text, origin: (n) => inner.origin(n) + 1 };
  }
  let at = 0;
  while (UNSEEN.test(typed[at] ?? "")) at++;
  if (!STRANGE.test(typed) || narrow(typed[at] ?? "") !== "=") return { text: typed, origin: (n) => n };
  // The same choice as in scan: a backslash is one where the quotes close only so.
  const first = cut(typed, ESCAPED);
  const second = first.open && typed.includes("\\") ? cut(typed, LITERAL) : first;
  const { text, from } = second.open ? first : second;
  return { text, origin: (n) => from[n] ?? typed.length };
}

function cut(typed: string, double: RegExp): { text: string; from: number[]; open: boolean } {
  let text = "";
  let open = false;
  const from: number[] = [];
  const put = (written: string, source: number, step = 0) => {
    for (let i = 0; i < written.length; i++) from.push(source + i * step);
    text += written;
  };
  for (let at = 0; at < typed.length; ) {
    const c = typed[at]!;
    const quoted = c === '"' || c === "'" ? undefined : enclosed(typed, at);
    const prefix = match(PREFIX, typed, at);
    const kept = match(c === '"' ? double : KEPT, typed, at);
    if (UNSEEN.test(c)) at++;
    else if (quoted) {
      put(quoted.text, at, 1);
      at = quoted.end;
    } else if (prefix) at += prefix.length;
    else if (kept) {
      if (c === '"') open ||= !closedText(kept);
      put(WIDE_WORD.test(kept) ? Array.from(kept, narrow).join("") : kept, at, 1);
      at += kept.length;
    } else {
      put(SIGNS[c] ?? narrow(c), at);
      at++;
    }
  }
  return { text, from, open };
}

/** What stands at a quote that is not straight, up to its partner: any of its kind, else a straight one; a text without one goes to the end. */
function enclosed(typed: string, at: number): { text: string; end: number } | undefined {
  const kind = [DOUBLE, SINGLE].find((k) => k.test(typed[at]!));
  if (!kind) return undefined;
  const mark = kind === DOUBLE ? '"' : "'";
  const partner = (i: number) => kind.test(typed[i]!) && typed[i] !== mark;
  const places = Array.from({ length: typed.length - at - 1 }, (_, i) => at + 1 + i);
  const end = places.find(partner) ?? typed.indexOf(mark, at + 1);
  if (end < 0 && mark === "'") return undefined;
  const inside = typed.slice(at + 1, end < 0 ? typed.length : end);
  const text = mark + inside.replaceAll(mark, mark === '"' ? '""' : "''") + (end < 0 ? "" : mark);
  return { text, end: end < 0 ? typed.length : end + 1 };
}
