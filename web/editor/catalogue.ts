/** The functions a formula may call, as the server describes them: for suggestions and signature tips. */
export interface Argument {
  name: string;
  optional: boolean;
  variadic: boolean;
  text: string;
}

export interface FunctionEntry {
  name: string;
  /** Other names of the same function. */
  aliases: string[];
  /** expr's own, written exactly so. */
  expr: boolean;
  /** How common it is: 1 for what most people write, to 4. */
  tier: number;
  args: Argument[];
  summary: string;
  example: string;
}

let loading: Promise<FunctionEntry[]> | undefined;
let known: FunctionEntry[] = [];
let byName: Index = { exact: new Map(), upper: new Map() };

/** Finds functions as they are written, and in capitals, where expr's own do not count. */
interface Index {
  exact: Map<string, FunctionEntry>;
  upper: Map<string, FunctionEntry>;
}

function index(list: readonly FunctionEntry[]): Index {
  const out: Index = { exact: new Map(), upper: new Map() };
  for (const f of list) {
    out.exact.set(f.name, f);
    for (const name of [f.name, ...f.aliases]) {
      if (!f.expr && (name === name.toUpperCase() || !out.upper.has(name.toUpperCase()))) out.upper.set(name.toUpperCase(), f);
    }
  }
  return out;
}

/** Fetches the catalogue once; an unreachable server gives an empty one, and another try next time. */
export function loadCatalogue(): Promise<FunctionEntry[]> {
  loading ??= fetch("/api/functions", { headers: { Accept: "application/json" } })
    .then(async (r) => (r.ok ? read(await r.json()) : Promise.reject(new Error(String(r.status)))))
    .catch(() => {
      loading = undefined;
      return [];
    });
  return loading.then((list) => {
    if (list.length > 0 && known !== list) {
      known = list;
      byName = index(list);
    }
    return known;
  });
}

/**
 * What a name can mean. In small letters it is a function of expr and one of a spreadsheet where both have it, and which one it is the
 * arguments will tell; else it is one.
 */
export function functionsNamed(name: string, among: Index = byName): FunctionEntry[] {
  const exact = among.exact.get(name);
  const other = among.upper.get(name.toUpperCase());
  if (exact?.expr && other) return [other, exact];
  const one = exact ?? other;
  return one ? [one] : [];
}

/** The index of a list of functions. */
export const indexOf = index;

export function allFunctions(): readonly FunctionEntry[] {
  return known;
}

type Loose = Record<string, unknown>;

/** Reads {"functions": […]} or the list itself. */
export function read(json: unknown): FunctionEntry[] {
  const list = Array.isArray(json) ? json : ((json as Loose | null)?.functions ?? []);
  if (!Array.isArray(list)) return [];
  return (list as Loose[]).map((f) => ({
    name: word(f, "name"),
    aliases: Array.isArray(f.aliases) ? f.aliases.filter((a) => typeof a === "string") : [],
    expr: f.expr === true,
    tier: typeof f.tier === "number" ? f.tier : 4,
    args: (Array.isArray(f.args) ? (f.args as Loose[]) : []).map((a) => ({
      name: word(a, "name"),
      optional: a.optional === true,
      variadic: a.variadic === true,
      text: word(a, "text"),
    })),
    summary: word(f, "summary"),
    example: word((Array.isArray(f.examples) ? (f.examples as Loose[])[0] : undefined) ?? {}, "formula"),
  }));
}

function word(o: Loose, key: string): string {
  const v = o[key];
  return typeof v === "string" ? v : "";
}

/** "value1, [value2], …" with each argument apart. */
export function signature(f: FunctionEntry): string[] {
  return f.args.map((a) => {
    const name = a.variadic ? `${a.name}…` : a.name;
    return a.optional ? `[${name}]` : name;
  });
}

/** Which of the signature's arguments the n-th is: the last variadic one takes all that follow. */
export function argumentAt(f: FunctionEntry, n: number): number {
  const last = f.args.length - 1;
  return n > last && f.args[last]?.variadic ? last : n;
}
