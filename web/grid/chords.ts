/** What keys mean that lie elsewhere on other keyboards, or that a browser keeps for itself. */
import type { Direction } from "../model";
import { command } from "./dom";

/** The date of Ctrl+; or the time of Ctrl+: and Ctrl+Shift+;, wherever a keyboard has these. */
export function stampOf(e: KeyboardEvent): "date" | "time" | undefined {
  if (!command(e) || e.altKey) return undefined;
  if (e.key === ":" || (e.shiftKey && e.code === "Semicolon")) return "time";
  return e.key === ";" ? "date" : undefined;
}

/** The way to another sheet: Ctrl+Page Up and Down where the browser lets them through, else with Alt, or Alt and an arrow. */
export function sheetOf(e: KeyboardEvent): number {
  const ctrl = command(e);
  if (e.shiftKey) return 0;
  if ((ctrl && e.key === "PageDown") || (e.altKey && !ctrl && e.key === "ArrowDown")) return 1;
  return (ctrl && e.key === "PageUp") || (e.altKey && !ctrl && e.key === "ArrowUp") ? -1 : 0;
}

export const ARROWS: Partial<Record<string, Direction>> = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };
