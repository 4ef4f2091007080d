/** The menu of the ways a book writes numbers and dates. */
import { dropMenu, type MenuItem } from "../grid/menu";
import type { BookInfo } from "../model";
import { fixed, separatorsOf } from "../number";

const LOCALES: [tag: string, name: string, date: string][] = [
  ["en", "English (US)", "11/22/2026"],
  ["en-GB", "English (UK)", "22/11/2026"],
  ["de", "Deutsch", "22.11.2026"],
  ["de-CH", "Deutsch (Schweiz)", "22.11.2026"],
  ["fr", "Français", "22/11/2026"],
  ["es", "Español", "22/11/2026"],
  ["it", "Italiano", "22/11/2026"],
  ["nl", "Nederlands", "22-11-2026"],
  ["pt", "Português", "22/11/2026"],
  ["pl", "Polski", "22.11.2026"],
  ["da", "Dansk", "22.11.2026"],
  ["sv", "Svenska", "2026-11-22"],
];

/** How a locale writes a number, and what stands between arguments. */
function example(tag: string, date: string): string {
  const sep = separatorsOf(tag);
  return `${fixed(1234.5, 1, true, sep)}  ${date}  A1${sep.list} B2`;
}

/** What a locale is called; its tag, where it has no name here. */
export function localeName(tag: string): string {
  return LOCALES.find(([t]) => t.toLowerCase() === (tag || "en").toLowerCase())?.[1] ?? tag;
}

/** Opens the menu under a button. Only an owner can choose. */
export function openLocales(button: HTMLElement, info: BookInfo, owner: boolean, choose: (tag: string) => void): void {
  const now = localeName(info.locale);
  const entries: MenuItem[] = LOCALES.map(([tag, name, date]) => ({
    label: name,
    keys: example(tag, date),
    checked: name === now,
    disabled: !owner,
    run: () => choose(tag),
  }));
  dropMenu(button, entries, "How numbers and dates are written");
}
