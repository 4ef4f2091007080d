/** How a locale writes numbers: the twin of cells/number.go. */

/** A locale's signs. */
export interface Separators {
  decimal: "." | ",";
  group: string;
  /** Between a function's arguments. */
  list: "," | ";";
}

const COMMA_POINT = new Set(["es", "it", "nl", "pt", "da", "id", "tr", "el", "hr", "sl", "ro"]);
const COMMA_SPACE = new Set(["fr", "pl", "ru", "cs", "sv", "nb", "no", "fi", "uk", "hu", "sk", "bg"]);

/** The signs of a BCP 47 tag; unknown ones are written as English. */
export function separatorsOf(locale: string): Separators {
  const tag = locale.toLowerCase();
  const dash = tag.indexOf("-");
  const lang = dash < 0 ? tag : tag.slice(0, dash);
  if (lang === "de") {
    if (dash > 0 && tag.slice(dash + 1) === "ch") return { decimal: ".", group: "’", list: ";" };
    return { decimal: ",", group: ".", list: ";" };
  }
  if (COMMA_POINT.has(lang)) return { decimal: ",", group: ".", list: ";" };
  if (COMMA_SPACE.has(lang)) return { decimal: ",", group: "\u00a0", list: ";" };
  return { decimal: ".", group: ",", list: "," };
}

/** toExponential that rounds ties to even, as Go does, where JavaScript rounds them up. */
function exponential(x: number, decimals: number): string {
  const up = x.toExponential(decimals);
  // A number halfway between two decimals is a decimal of one digit more that ends in 5, and then that is its shortest form.
  const short = x.toExponential();
  const e = short.indexOf("e");
  if (short[e - 1] !== "5" || e !== decimals + (x < 0 ? 4 : 3)) return up;
  const [long = "", exp = "0"] = x.toExponential(Math.min(100, decimals + 40)).split("e");
  const cut = long.indexOf(".") + 1 + decimals;
  if (!/^50*$/.test(long.slice(cut))) return up;
  const down = decimals === 0 ? long.slice(0, cut - 1) : long.slice(0, cut);
  return /[02468]$/.test(down) ? `${down}e${exp}` : up;
}

/** A number as a cell without a format shows it: at most 15 significant digits, an exponent only from 1E+20 up and below 1E-9. */
export function generalNumber(x: number): string {
  if (x === 0) return "0";
  if (!Number.isFinite(x)) return "#NUM!";
  const short = String(x);
  if (short.length <= 15 && !short.includes("e")) return short; // so few digits are all of them
  const [m = "", exp = "0"] = exponential(x, 14).split("e");
  const mantissa = m.includes(".") ? m.replace(/\.?0+$/, "") : m;
  const e = Number(exp);
  if (e >= 20 || e < -9) {
    const digits = String(Math.abs(e)).padStart(2, "0");
    return `${mantissa}E${e < 0 ? "-" : "+"}${digits}`;
  }
  const neg = mantissa.startsWith("-");
  const digits = mantissa.replace("-", "").replace(".", "");
  let out: string;
  if (e < 0) out = `0.${"0".repeat(-e - 1)}${digits}`;
  else if (digits.length <= e + 1) out = digits + "0".repeat(e + 1 - digits.length);
  else out = `${digits.slice(0, e + 1)}.${digits.slice(e + 1)}`;
  return neg ? `-${out}` : out;
}

/** The general form where it gives the number back, else the shortest that does, with an exponent as Go's %g writes it. */
export function shortestNumber(x: number): string {
  const g = generalNumber(x);
  if (Number(g) === x) return g;
  const [mantissa = "", exp = "0"] = x.toExponential().split("e");
  const e = Number(exp);
  if (e < -4 || e >= 6) {
    return `${mantissa}E${e < 0 ? "-" : "+"}${String(Math.abs(e)).padStart(2, "0")}`;
  }
  return plain(mantissa, e);
}

/** Writes mantissa·10^e without an exponent. */
function plain(mantissa: string, e: number): string {
  const neg = mantissa.startsWith("-");
  const digits = mantissa.replace("-", "").replace(".", "");
  let out: string;
  if (e < 0) out = `0.${"0".repeat(-e - 1)}${digits}`;
  else if (digits.length <= e + 1) out = digits + "0".repeat(e + 1 - digits.length);
  else out = `${digits.slice(0, e + 1)}.${digits.slice(e + 1)}`;
  return neg ? `-${out}` : out;
}

/** Rounds half away from zero after taking the number at its 15 significant digits: 2.675 at two decimals is 2.68. */
export function roundDecimal(x: number, decimals: number): number {
  if (x === 0 || decimals > 300) return x;
  if (decimals < -308) return 0;
  const exact = Number(exponential(Math.abs(x), 14));
  if (!Number.isFinite(exact)) return x;
  const [mantissa = "0", exp = "0"] = exact.toExponential().split("e");
  const shifted = Number(`${mantissa}e${Number(exp) + decimals}`);
  if (shifted >= 2 ** 53) return x;
  const r = Number(`${Math.floor(shifted + 0.5)}e${-decimals}`);
  return r === 0 ? 0 : x < 0 ? -r : r;
}

/** A number with so many decimals. */
export function fixed(x: number, decimals: number, grouping: boolean, sep: Separators): string {
  const scaled = Math.abs(x) * 10 ** decimals;
  // Far from halfway, every way of rounding agrees.
  const plain = scaled < 1e9 && Math.abs(scaled - Math.floor(scaled) - 0.5) > 1e-4;
  const r = plain ? (scaled < 0.5 ? 0 : x) : roundDecimal(x, decimals);
  if (Math.abs(r) >= 1e21) return localise(generalNumber(r), sep);
  const digits = plain ? Math.abs(r).toFixed(decimals) : toFixedEven(Math.abs(r), decimals);
  const point = decimals > 0 ? digits.length - decimals - 1 : digits.length;
  const frac = digits.slice(point + 1);
  let whole = digits.slice(0, point);
  if (grouping && whole.length > 3) whole = whole.replace(/\B(?=(\d{3})+$)/g, () => sep.group);
  if (frac) whole += sep.decimal + frac;
  return r < 0 ? `-${whole}` : whole;
}

/** toFixed that rounds ties to even, as Go does, where JavaScript rounds them up. x is not negative and below 1e21. */
function toFixedEven(x: number, decimals: number): string {
  const long = x.toFixed(decimals + 40);
  const cut = long.length - 40;
  const down = decimals > 0 ? long.slice(0, cut) : long.slice(0, cut - 1);
  return /^50*$/.test(long.slice(cut)) && /[02468]$/.test(down) ? down : x.toFixed(decimals);
}

/** A number with an exponent of at least two digits. */
export function scientific(x: number, decimals: number, sep: Separators): string {
  const [mantissa = "", exp = "0"] = exponential(x, decimals).split("e");
  const e = Number(exp);
  return localise(`${mantissa}E${e < 0 ? "-" : "+"}${String(Math.abs(e)).padStart(2, "0")}`, sep);
}

/** Puts the locale's decimal sign in. */
export function localise(t: string, sep: Separators): string {
  return sep.decimal === "." ? t : t.replace(".", sep.decimal);
}
