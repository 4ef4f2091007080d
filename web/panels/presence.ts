/** Who else has the book open: in the header, each a way to where that person is. */

import { el } from "../grid/dom";
import type { Grid } from "../grid/grid";
import type { Model } from "../model";

const SHOWN = 5;

/** Fills #presence. */
export function showPresence(box: HTMLElement, model: Model, grid: Grid): void {
  const update = () => {
    const { others } = model;
    box.replaceChildren(
      ...others.slice(0, SHOWN).map((p) => {
        const where = model.info.sheets.find((s) => s.id === p.sheet)?.name ?? "";
        const b = el(
          "button",
          {
            type: "button",
            class: `person person-${p.color % 12}`,
            title: `${p.name}${where ? ` · ${where}` : ""}${p.editing ? " · editing" : ""}`,
            "aria-label": `Go to ${p.name}`,
          },
          initials(p.name),
        );
        b.addEventListener("click", () => {
          if (!p.selection) return;
          grid.goto({ sheet: p.sheet, ...p.selection });
          grid.focus();
        });
        return b;
      }),
    );
    if (others.length > SHOWN)
      box.append(el("span", { class: "person more", title: `${others.length} others` }, `+${others.length - SHOWN}`));
  };
  model.on("presence", update);
  update();
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? words[0]![0]! + words[words.length - 1]![0]! : [...(words[0] ?? "?")].slice(0, 2).join("");
  return letters.toUpperCase() || "?";
}
