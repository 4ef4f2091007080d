/**
 * How the tokens of a formula hang together: which colons make ranges, what is a function, a local, a field or a key. The twin of
 * cells/formula/outline.go, whose rule for the colon it follows; both are held to cells/testdata/references.json. Pure.
 */

import { endsOperand, isColumn, isRow, type Raw } from "./scan";

export type Role =
  | "function"
  | "name"
  | "local"
  | "keyword"
  | "constant"
  | "field"
  | "key"
  | "pointer"
  | "sequence" // a ; between expressions, not between arguments
  | "range" // a reference with what was merged into it
  | "gone"; // merged into the token before

interface Level {
  kind: "top" | "group" | "call" | "index" | "list" | "map" | "closure" | "block" | "array";
  open: number;
  callee: string;
  argument: number;
  first: number;
  queries: number;
  colons: number[];
  /** A let whose ; has not come. */
  pending: string | undefined;
  /** The name of a LET whose value is being read. */
  waiting: string | undefined;
}

interface Scope {
  name: string;
  to: number;
  depth: number;
}

const KEYWORDS = new Set(["let", "if", "else", "in", "not", "and", "or", "matches", "contains", "startsWith", "endsWith"]);
const CLOSURES = new Set("all none any one filter map count sum find findIndex findLast findLastIndex groupBy sortBy reduce".split(" "));
const PARTNER: Record<string, string> = { ")": "(", "]": "[", "}": "{" };

export class Outline {
  /** What each token is for, where its kind does not tell. */
  readonly roles: (Role | undefined)[];
  private readonly text: string;
  /** The tokens without blanks and comments. */
  private readonly list: Raw[];
  private readonly at: number[] = [];
  private readonly matches: number[] = [];
  private readonly levels: Level[] = [];
  private scopes: Scope[] = [];

  constructor(text: string, raw: Raw[]) {
    this.text = text;
    this.roles = new Array(raw.length).fill(undefined);
    raw.forEach((t, i) => {
      if (t.kind !== "space" && t.kind !== "comment" && t.kind !== "equals") this.at.push(i);
    });
    this.list = this.at.map((i) => raw[i]!);
    this.match();
    this.push("top", -1, "");
    for (const i of this.list.keys()) this.token(i);
    while (this.levels.length > 0) {
      this.closeSegment();
      this.levels.pop();
    }
  }

  private word(i: number): string {
    const t = this.list[i];
    return t ? this.text.slice(t.from, t.to) : "";
  }

  private role(i: number): Role | undefined {
    return this.roles[this.at[i]!];
  }

  private set(i: number, role: Role): void {
    this.roles[this.at[i]!] = role;
  }

  private get top(): Level {
    return this.levels[this.levels.length - 1]!;
  }

  private push(kind: Level["kind"], open: number, callee: string): void {
    const fresh = { argument: 0, queries: 0, colons: [], pending: undefined, waiting: undefined };
    this.levels.push({ kind, open, callee, first: open + 1, ...fresh });
  }

  /** Pairs the brackets; one that is not closed reaches to the end. */
  private match(): void {
    const stack: number[] = [];
    this.list.forEach((t, i) => {
      this.matches.push(this.list.length);
      if (t.kind === "open") stack.push(i);
      else if (t.kind === "close" && stack.length > 0 && PARTNER[this.word(i)] === this.word(stack[stack.length - 1]!)) {
        const from = stack.pop()!;
        this.matches[from] = i;
        this.matches[i] = from;
      }
    });
  }

  private ends(i: number): boolean {
    return i > 0 && endsOperand(this.list[i - 1]) && this.role(i - 1) !== "keyword";
  }

  private token(i: number): void {
    const t = this.list[i]!;
    const f = this.top;
    switch (t.kind) {
      case "word":
      case "cell":
        this.wordRole(i);
        break;
      case "field":
        this.set(i, this.word(i - 1) === "#" ? "pointer" : "field");
        break;
      case "open":
        this.open(i);
        break;
      case "close":
        if (this.matches[i]! >= this.list.length || this.levels.length < 2) break;
        this.closeSegment();
        this.levels.pop();
        this.scopes = this.scopes.filter((s) => s.depth <= this.levels.length);
        break;
      case "separator":
        this.separator(i);
        break;
      case "query":
        f.queries++;
        break;
      case "colon":
        if (f.kind === "map" && (this.role(i - 1) === "key" || this.matches[i - 1] === f.first)) break;
        if (f.kind !== "index") f.colons.push(i);
    }
  }

  private wordRole(i: number): void {
    if (this.role(i) === "key" || this.role(i) === "local") return;
    const w = this.word(i);
    const call = this.word(i + 1) === "(";
    const cell = this.list[i]!.kind === "cell";
    if (!cell && KEYWORDS.has(w) && !this.isFunction(i, w, call)) {
      this.set(i, "keyword");
      if (w === "let" && this.list[i + 1]?.kind === "word") {
        this.set(i + 1, "local");
        this.top.pending = this.word(i + 1);
      }
    } else if (this.declares(i)) {
      this.set(i, "local");
      if (this.top.callee === "let") this.top.waiting = w;
      else this.declare(w);
    } else if (cell) return;
    else if (this.scopes.some((s) => s.name === w.toLowerCase() && i < s.to)) this.set(i, "local");
    else if (call) this.set(i, "function");
    else if (/^(true|false)$/i.test(w) || w === "nil") this.set(i, "constant");
    else this.set(i, "name");
  }

  /** Whether a keyword before a bracket is the function of that name. */
  private isFunction(i: number, w: string, call: boolean): boolean {
    if (!call) return false;
    if (w === "if") return this.word(this.matches[i + 1]! + 1) !== "{";
    return (w === "and" || w === "or" || w === "let" || w === "not") && !this.ends(i);
  }

  /** Whether the word names a local of LET or LAMBDA. */
  private declares(i: number): boolean {
    const f = this.top;
    if (f.kind === "list") {
      // LAMBDA(x, [y], …)
      const outer = this.levels[this.levels.length - 2];
      if (outer?.callee !== "lambda" || f.first !== i || f.open !== outer.first || this.word(i + 1) !== "]") return false;
      return this.list[i + 2]?.kind === "separator";
    }
    if (f.kind !== "call" || f.first !== i || this.list[i + 1]?.kind !== "separator") return false;
    return f.callee === "lambda" || (f.callee === "let" && f.argument % 2 === 0);
  }

  private declare(name: string): void {
    const level = this.top.kind === "list" ? this.levels.length - 1 : this.levels.length;
    this.scopes.push({ name: name.toLowerCase(), to: this.list.length, depth: level });
  }

  private open(i: number): void {
    const f = this.top;
    switch (this.word(i)) {
      case "(": {
        const callee = this.role(i - 1) === "function" || (i > 0 && this.role(i - 1) === "local");
        this.push(callee ? "call" : "group", i, callee && this.role(i - 1) === "function" ? this.calleeOf(i - 1) : "");
        if (callee && this.word(i - 2) === "|") this.top.argument = 1;
        return;
      }
      case "[":
        this.push(this.ends(i) ? "index" : "list", i, "");
        return;
    }
    if (this.word(i - 1) === "else" || this.blockOfIf(i)) this.push("block", i, "");
    else if (f.kind === "call" && CLOSURES.has(f.callee) && f.argument === 1 && f.first === i) this.push("closure", i, "");
    else if (this.isArray(i)) this.push("array", i, "");
    else {
      this.push("map", i, "");
      this.key(i + 1);
    }
  }

  /** The name of a function as its level has it: LET and LAMBDA in any case, closures only as expr writes them. */
  private calleeOf(i: number): string {
    const w = this.word(i);
    return /^(let|lambda)$/i.test(w) ? w.toLowerCase() : w;
  }

  private blockOfIf(i: number): boolean {
    for (let j = i - 1; j >= 0 && this.ends(i); j--) {
      const t = this.list[j]!;
      if (t.kind === "close") j = Math.min(this.matches[j]!, j);
      else if (t.kind === "open") return false;
      if (this.role(j) === "keyword" && this.word(j) === "if") return true;
    }
    return false;
  }

  /** Tells {1,2;3,4} and {A1:A9;C1:C9} from a map, as cells/formula/outlineopen.go does. */
  private isArray(open: number): boolean {
    if (this.matches[open] === open + 1) return false;
    const first = this.list[open + 1];
    if (!first) return false;
    let colon = open + 2;
    if (first.kind === "open") colon = this.matches[open + 1]! + 1;
    else if (first.kind === "cell" || first.kind === "word") {
      const [c, next] = [this.list[colon], this.list[colon + 1]];
      const [from, to] = [this.word(open + 1), this.word(colon + 1)];
      const columns = isColumn(from) && isColumn(to) && from + to === (from + to).toUpperCase();
      const range = (first.kind === "cell" && next?.kind === "cell") || columns;
      if (c?.kind === "colon" && range && first.to === c.from && c.to === next?.from) return true;
    }
    return this.list[colon]?.kind !== "colon" || !["open", "word", "cell", "number", "text"].includes(first.kind);
  }

  private key(i: number): void {
    const kind = this.list[i]?.kind;
    if ((kind === "word" || kind === "cell" || kind === "number" || kind === "text") && this.list[i + 1]?.kind === "colon") {
      this.set(i, "key");
    }
  }

  private separator(i: number): void {
    this.closeSegment();
    const f = this.top;
    if (f.kind !== "array") {
      const between = f.kind === "call" || f.kind === "list" || f.kind === "map" || this.word(i) === ",";
      if (this.word(i) === ";" && (f.pending !== undefined || !between)) {
        this.set(i, "sequence");
        if (f.pending !== undefined) this.declare(f.pending);
        f.pending = undefined;
      } else {
        f.argument++;
        if (f.waiting !== undefined && f.argument % 2 === 0) {
          this.declare(f.waiting);
          f.waiting = undefined;
        }
        if (f.kind === "map") this.key(i + 1);
      }
    }
    f.first = i + 1;
  }

  /** Decides the colons of one argument: as many as are too many for the ? among them are ranges, from the left. */
  private closeSegment(): void {
    const f = this.top;
    let excess = f.colons.length - f.queries;
    for (const c of f.colons) if (excess > 0 && this.merge(c)) excess--;
    f.colons = [];
    f.queries = 0;
  }

  private merge(c: number): boolean {
    const a = this.list[c - 1];
    const b = this.list[c + 1];
    if (!a || !b || a.to !== this.list[c]!.from || this.list[c]!.to !== b.from) return false;
    if (["field", "pointer", "key", "gone"].includes(this.role(c - 1) ?? "")) return false;
    const sheet = (t: Raw) => this.text.slice(t.from, t.body).toLowerCase();
    if (b.body !== b.from && sheet(a) !== sheet(b)) return false;
    const cells = a.kind === "cell" && b.kind === "cell";
    if (!cells && !this.both(c, "word", isColumn) && !this.both(c, "number", isRow)) return false;
    this.set(c - 1, "range");
    this.set(c, "gone");
    this.set(c + 1, "gone");
    return true;
  }

  /** Whether both sides of a colon are columns, or rows. */
  private both(c: number, kind: Raw["kind"], is: (text: string) => boolean): boolean {
    return [c - 1, c + 1].every((i) => {
      const t = this.list[i]!;
      if (t.kind !== "half" && t.kind !== kind) return false;
      return this.role(i) !== "keyword" && this.role(i) !== "local" && is(this.text.slice(t.body, t.to));
    });
  }
}
