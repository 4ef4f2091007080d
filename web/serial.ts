/** Dates and times as Excel serials: the twin of cells/serial.go. Serials are wall-clock time; no zone is involved. */
import { generalNumber } from "./number";

/** The serial of 1970-01-01. */
export const EPOCH_DAYS = 25569;
const DAY = 86_400_000;

interface Run {
  text: string;
  literal: boolean;
}

/** Writes a serial by a pattern in Excel's letters. */
export function renderTime(serial: number, pattern: string): string {
  if (serial < -657434 || serial > 2958466) return generalNumber(serial);
  let ms = roundAway((serial - EPOCH_DAYS) * DAY);
  if (!pattern.includes(".0")) ms = Math.floor((ms + 500) / 1000) * 1000;
  const t = new Date(ms);
  const runs = patternRuns(pattern);
  const twelve = pattern.toUpperCase().includes("AM/PM");
  let out = "";
  runs.forEach((r, i) => {
    if (r.literal) out += r.text;
    else if (r.text === "AM/PM") out += t.getUTCHours() < 12 ? "AM" : "PM";
    else out += field(t, r.text, isMinute(runs, i), twelve);
  });
  return out;
}

/** Rounds half away from zero, as Go's math.Round. */
function roundAway(x: number): number {
  return x < 0 ? -Math.floor(-x + 0.5) : Math.floor(x + 0.5);
}

const cache = new Map<string, Run[]>();

function patternRuns(p: string): Run[] {
  const known = cache.get(p);
  if (known) return known;
  const runs: Run[] = [];
  for (let i = 0; i < p.length; ) {
    const c = p.charAt(i).toLowerCase();
    let j = i + 1;
    if (p.slice(i, i + 5).toUpperCase() === "AM/PM") {
      j = i + 5;
      runs.push({ text: "AM/PM", literal: false });
    } else if ("ymdhs".includes(c)) {
      while (j < p.length && p.charAt(j).toLowerCase() === c) j++;
      runs.push({ text: p.slice(i, j).toLowerCase(), literal: false });
    } else if (p.startsWith(".0", i)) {
      while (j < p.length && p.charAt(j) === "0") j++;
      runs.push({ text: p.slice(i, j), literal: false });
    } else if (c === '"') {
      const end = p.indexOf('"', i + 1);
      j = end < 0 ? p.length : end + 1;
      runs.push({ text: p.slice(i + 1, end < 0 ? p.length : end), literal: true });
    } else if (c === "\\" && i + 1 < p.length) {
      j = i + 2;
      runs.push({ text: p.slice(i + 1, j), literal: true });
    } else {
      runs.push({ text: p.slice(i, j), literal: true });
    }
    i = j;
  }
  if (cache.size > 200) cache.clear();
  cache.set(p, runs);
  return runs;
}

/** An m next to an hour before it or a second after it is a minute. */
function isMinute(runs: Run[], i: number): boolean {
  const run = runs[i];
  if (!run?.text.startsWith("m") || run.text.length > 2) return false;
  for (let j = i - 1; j >= 0; j--) {
    const r = runs[j];
    if (r && !r.literal) {
      if (r.text.startsWith("h")) return true;
      break;
    }
  }
  for (let j = i + 1; j < runs.length; j++) {
    const r = runs[j];
    if (r && !r.literal) return r.text.startsWith("s");
  }
  return false;
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

function field(t: Date, f: string, minute: boolean, twelve: boolean): string {
  const two = (n: number): string => (f.length > 1 ? String(n).padStart(2, "0") : String(n));
  switch (f[0]) {
    case "y":
      return f.length <= 2 ? String(t.getUTCFullYear() % 100).padStart(2, "0") : String(t.getUTCFullYear()).padStart(4, "0");
    case "m": {
      if (minute) return two(t.getUTCMinutes());
      const name = MONTHS[t.getUTCMonth()] ?? "";
      if (f.length === 3) return name.slice(0, 3);
      return f.length >= 4 ? name : two(t.getUTCMonth() + 1);
    }
    case "d": {
      const name = DAYS[t.getUTCDay()] ?? "";
      if (f.length === 3) return name.slice(0, 3);
      return f.length >= 4 ? name : two(t.getUTCDate());
    }
    case "h": {
      const h = t.getUTCHours();
      return two(twelve ? h % 12 || 12 : h);
    }
    case "s":
      return two(t.getUTCSeconds());
  }
  return `.${`${String(t.getUTCMilliseconds()).padStart(3, "0")}000000`.slice(0, Math.min(f.length - 1, 9))}`;
}

const DOTTED = new Set(["de", "pl", "cs", "sk", "ru", "uk", "bg", "da", "nb", "no", "fi", "tr", "ro", "hr", "sl"]);

/** The pattern in which a day is edited: the twin of editedDay in cells/daypattern.go. */
export function editedDay(pattern: string, locale: string): string {
  const tag = locale.toLowerCase();
  const own = pattern.split(" ", 1)[0] ?? "";
  const american = tag === "" || tag === "en" || tag === "en-us";
  if (own === "yyyy/mm/dd" || own === "dd.mm.yyyy" || (own === "m/d/yyyy" && american)) return own;
  const lang = tag.split("-", 1)[0] ?? "";
  if (DOTTED.has(lang)) return "dd.mm.yyyy";
  if (lang === "nl") return "dd-mm-yyyy";
  return ["fr", "es", "it", "pt"].includes(lang) || (lang === "en" && !american) ? "dd/mm/yyyy" : "yyyy-mm-dd";
}

/** Writes days as [h]:mm:ss. */
export function renderSpan(days: number): string {
  const total = Math.floor(Math.abs(days) * 86400 + 0.5);
  const two = (n: number): string => String(n).padStart(2, "0");
  const sign = days < 0 && total > 0 ? "-" : "";
  return `${sign}${Math.floor(total / 3600)}:${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
}
