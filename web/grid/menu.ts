/** A menu at a point: arrows, Home, End, letters; Esc and a click elsewhere close it and give the focus back. */
import { el, floor } from "./dom";

export interface MenuItem {
  label: string;
  keys?: string;
  danger?: boolean;
  disabled?: boolean;
  checked?: boolean;
  run(): void;
}

/** A finger that is still down, or a click that comes late, must not choose what opened under it. */
const SETTLE = 350;

/** A line between groups. */
export type MenuEntry = MenuItem | "line";

let close: (() => void) | undefined;

/** Opens a menu; a second one closes the first. */
export function openMenu(entries: readonly MenuEntry[], x: number, y: number, back: () => void, label: string, touch = false): void {
  close?.();
  const opened = performance.now();
  const settle = touch ? SETTLE : 0;
  const menu = el("div", { class: "menu", role: "menu", "aria-label": label, tabindex: -1, "data-keeps-edit": true });
  const buttons: HTMLButtonElement[] = [];
  for (const entry of entries) {
    if (entry === "line") {
      menu.append(el("div", { class: "menu-line", role: "separator" }));
      continue;
    }
    const radio = entry.checked !== undefined;
    const button = el(
      "button",
      {
        type: "button",
        role: radio ? "menuitemradio" : "menuitem",
        tabindex: -1,
        class: entry.danger ? "danger" : undefined,
        "aria-checked": radio ? String(entry.checked) : undefined,
        "aria-disabled": entry.disabled ? "true" : undefined,
      },
      el("span", {}, entry.label),
      entry.keys ? el("kbd", {}, entry.keys) : undefined,
    );
    button.addEventListener("click", () => {
      if (entry.disabled || performance.now() - opened < settle) return;
      shut(true);
      entry.run();
    });
    button.addEventListener("pointermove", () => button.focus({ preventScroll: true }));
    buttons.push(button);
    menu.append(button);
  }
  const shut = (refocus: boolean) => {
    menu.remove();
    removeEventListener("pointerdown", outside, true);
    removeEventListener("blur", leave);
    removeEventListener("resize", leave);
    close = undefined;
    if (refocus) back();
  };
  const outside = (e: Event) => {
    if (!menu.contains(e.target as Node)) shut(false);
  };
  const leave = () => shut(false);
  close = () => shut(false);
  menu.addEventListener("keydown", (e) => {
    const i = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const go = (n: number) => buttons[(n + buttons.length) % buttons.length]?.focus();
    if (e.key === "ArrowDown") go(i + 1);
    else if (e.key === "ArrowUp") go(i < 0 ? -1 : i - 1);
    else if (e.key === "Home") go(0);
    else if (e.key === "End") go(-1);
    else if (e.key === "Escape" || e.key === "Tab") shut(true);
    else if (e.key.length === 1 && e.key !== " ") {
      const next = [...buttons.slice(i + 1), ...buttons.slice(0, i + 1)].find((b) =>
        b.textContent?.toLowerCase().startsWith(e.key.toLowerCase()),
      );
      next?.focus();
    } else return;
    e.preventDefault();
    e.stopPropagation();
  });
  menu.addEventListener("contextmenu", (e) => e.preventDefault());
  floor().append(menu);
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, y + height > innerHeight - 8 ? Math.min(y - height, innerHeight - height - 8) : y)}px`;
  addEventListener("pointerdown", outside, true);
  addEventListener("blur", leave);
  addEventListener("resize", leave);
  buttons[0]?.focus({ preventScroll: true });
}

/** Opens a menu under a button. */
export function dropMenu(button: HTMLElement, entries: readonly MenuEntry[], label: string): void {
  const box = button.getBoundingClientRect();
  openMenu(entries, box.left, box.bottom + 4, () => button.focus(), label);
}
