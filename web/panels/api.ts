/** The JSON API as the panels use it (server/httpd). Failures are rejected with a sentence for a person. */

/** One value of a cell's history. */
export interface HistoryPoint {
  /** Unix milliseconds. */
  at: number;
  value: number | string | boolean | null;
}

/** What GET cells/{ref} tells, reduced to what is shown. */
export interface CellInfo {
  input: string;
  text: string;
  precedents: string[];
  dependents: string[];
  at: number;
  source: string;
  /** Which values are kept: "" readings, "changes", "all", "nothing"; undefined when that was not told. */
  policy: "" | "changes" | "all" | "nothing" | undefined;
  /** How many are kept at least; 0: the default. */
  keep: number;
}

type Loose = Record<string, unknown>;

export async function request(path: string, init: RequestInit = {}): Promise<unknown> {
  const answer = await fetch(path, { ...init, headers: { Accept: "application/json", ...init.headers } });
  const body: unknown = answer.headers.get("content-type")?.includes("json") ? await answer.json() : await answer.text();
  if (answer.ok) return body;
  const error = (body as { error?: { message?: string } } | null)?.error;
  throw new Error(error?.message ?? `The server answered ${answer.status}.`);
}

export async function history(api: string, ref: string, options: { limit?: number; from?: number } = {}): Promise<HistoryPoint[]> {
  const query = new URLSearchParams();
  if (options.limit) query.set("limit", String(options.limit));
  if (options.from) query.set("from", String(options.from));
  return points(await request(`${api}/cells/${encodeURIComponent(ref)}/history?${query}`));
}

/** Reads {"points": [{"at", "value"}]}; times may be text. */
export function points(json: unknown): HistoryPoint[] {
  const list = Array.isArray(json) ? json : ((json as Loose).points ?? []);
  return (Array.isArray(list) ? (list as Loose[]) : []).map((p) => ({ at: moment(p.at ?? p.time), value: scalar(p.value) }));
}

export async function cellInfo(api: string, ref: string): Promise<CellInfo> {
  const c = (await request(`${api}/cells/${encodeURIComponent(ref)}`)) as Loose;
  return {
    input: String(c.input ?? ""),
    text: String(c.text ?? ""),
    precedents: strings(c.precedents),
    dependents: strings(c.dependents),
    at: moment(c.time ?? c.at),
    source: String(c.source ?? ""),
    // The API calls the default policy by its name; in an op it is the empty text.
    ...policyOf(c.policy),
  };
}

function policyOf(v: unknown): Pick<CellInfo, "policy" | "keep"> {
  const p = v as { log?: unknown; keep?: unknown } | null | undefined;
  const keep = typeof p?.keep === "number" ? p.keep : 0;
  switch (p?.log) {
    case "readings":
    case "":
      return { policy: "", keep };
    case "changes":
    case "all":
    case "nothing":
      return { policy: p.log, keep };
    default:
      return { policy: undefined, keep };
  }
}

function moment(v: unknown): number {
  if (typeof v === "number") return v;
  const t = typeof v === "string" ? Date.parse(v) : Number.NaN;
  return Number.isNaN(t) ? 0 : t;
}

function scalar(v: unknown): HistoryPoint["value"] {
  if (typeof v === "number" || typeof v === "string" || typeof v === "boolean") return v;
  const error = (v as { error?: unknown } | null)?.error;
  return typeof error === "string" ? error : null;
}

function strings(v: unknown): string[] {
  return Array.isArray(v) ? v.filter((x): x is string => typeof x === "string") : [];
}
