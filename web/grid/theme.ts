/** The colours and fonts of the canvas, taken from the page's custom properties (assets/css/tokens.css). */
export interface Theme {
  dark: boolean;
  font: string;
  bg: string;
  line: string;
  ink: string;
  muted: string;
  headerBg: string;
  headerInk: string;
  headerActiveBg: string;
  headerActiveInk: string;
  headerLine: string;
  outside: string;
  accent: string;
  error: string;
  spark: string;
  sparkFill: string;
  flashUp: string;
  flashDown: string;
  flash: string;
  skeleton: string;
}

export const FONT_SIZE = 13;

export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const get = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback;
  const bg = get("--grid-bg", "#ffffff");
  return {
    dark: luminance(bg) < 0.3,
    font: `"Freshet Grid", ${get("--font-ui", "system-ui, sans-serif")}`,
    bg,
    line: get("--grid-line", "#e5e5e5"),
    ink: get("--ink", "#111111"),
    muted: get("--muted", "#666666"),
    headerBg: get("--grid-header", "#f5f5f5"),
    headerInk: get("--grid-header-ink", "#666666"),
    headerActiveBg: get("--grid-header-active", "#d9edef"),
    headerActiveInk: get("--grid-header-active-ink", "#084f5b"),
    headerLine: get("--line", "#dddddd"),
    outside: get("--grid-outside", "#f0f0f0"),
    accent: get("--accent", "#0a6675"),
    error: get("--error-ink", "#b3261e"),
    spark: get("--spark", "#0a7f92"),
    sparkFill: get("--spark-fill", "rgb(10 127 146 / 0.14)"),
    flashUp: get("--flash-up", "rgb(28 140 90 / 0.22)"),
    flashDown: get("--flash-down", "rgb(196 74 40 / 0.2)"),
    flash: get("--flash", "rgb(10 127 146 / 0.18)"),
    skeleton: get("--surface-2", "#eeeeee"),
  };
}

/** Calls fn whenever the theme may have changed; the answer stops it. */
export function watchTheme(fn: () => void): () => void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", fn);
  const observer = new MutationObserver(fn);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => {
    dark.removeEventListener("change", fn);
    observer.disconnect();
  };
}

/** Calls fn whenever a CSS pixel has another number of device pixels: another screen, another zoom. */
export function watchDensity(fn: () => void): void {
  matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener(
    "change",
    () => {
      fn();
      watchDensity(fn);
    },
    { once: true },
  );
}

/** The relative luminance of "#rrggbb", 0–1 (WCAG 2). */
export function luminance(hex: string): number {
  const n = Number.parseInt(hex.slice(1, 7), 16);
  const part = (shift: number) => {
    const c = ((n >> shift) & 255) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0);
}

const legible = new Map<string, string>();

/** The colour, moved towards black or white until it can be read on the ground at 4.5:1. */
export function readable(color: string, ground: string): string {
  const key = color + ground;
  let out = legible.get(key);
  if (out === undefined) {
    const g = luminance(ground);
    const target = g > 0.18 ? "#000000" : "#ffffff";
    out = color;
    for (let t = 0.1; contrast(luminance(out), g) < 4.5 && t <= 1.01; t += 0.1) out = mixed(color, target, t);
    if (legible.size > 500) legible.clear();
    legible.set(key, out);
  }
  return out;
}

/** A cell's fill as it looks in the theme: light ones would glare in the dark, so they only tint it there. */
export function fillIn(theme: Theme, color: string): string {
  if (!theme.dark || luminance(color) < 0.25) return color;
  const key = `${color}${theme.bg}fill`;
  let out = legible.get(key);
  if (out === undefined) {
    out = mixed(theme.bg, color, 0.24);
    legible.set(key, out);
  }
  return out;
}

/** `a` with a share of `b` in it. */
function mixed(a: string, b: string, share: number): string {
  const m = Number.parseInt(a.slice(1, 7), 16);
  const n = Number.parseInt(b.slice(1, 7), 16);
  const part = (shift: number) => Math.round(((m >> shift) & 255) * (1 - share) + ((n >> shift) & 255) * share);
  return `#${((1 << 24) | (part(16) << 16) | (part(8) << 8) | part(0)).toString(16).slice(1)}`;
}

function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
