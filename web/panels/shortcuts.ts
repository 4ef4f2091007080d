/** The list of keys, in a dialog (Ctrl+/). */
import { el, icon, MAC } from "../grid/dom";
import { ICONS } from "./icons";

const C = MAC ? "⌘" : "Ctrl";

const GROUPS: [string, [string, string][]][] = [
  [
    "Move",
    [
      ["Arrows", "One cell"],
      [`${C} Arrows`, "To the edge of the data"],
      ["Tab, Enter", "Right, down; with Shift back"],
      ["Home, End", "First, last column"],
      [`${C} Home, End`, "First, last cell"],
      ["Page Up, Down", "A screen; with Alt sideways"],
      ["Alt ↑, ↓", "Sheet before, after"],
      [`${C} G`, "Go to a place or name"],
      [`${C} F, H`, "Find, replace in the sheet"],
      ["F6", "Next part of the page"],
    ],
  ],
  [
    "Select",
    [
      ["Shift Arrows", "Stretch"],
      [`${C} Shift Arrows`, "Stretch to the edge"],
      [`${C} A`, "The data, then everything"],
      [`${C} Space`, "Columns"],
      ["Shift Space", "Rows"],
    ],
  ],
  [
    "Edit",
    [
      ["Type", "Replace"],
      ["F2", "Edit; again: arrows point"],
      ["Enter, Tab", "Accept"],
      ["Esc", "Discard"],
      ["Alt Enter", "New line in the cell"],
      [`${C} Enter`, "Into all selected cells"],
      ["F4", "$ around a reference"],
      ["Delete", "Clear"],
      [`${C} D, R`, "Fill down, right"],
      [`${C} drag ▪`, "Fill: series or copies"],
      [`${C} Z, Y`, "Undo, redo"],
      [`${C} ;`, "Today; with Shift the time"],
      [`${C} '`, "Begin with the text above"],
      ["Alt =", "Sum of the numbers above"],
    ],
  ],
  [
    "Copy and format",
    [
      [`${C} C, X, V`, "Copy, cut, paste"],
      [`${C} Shift V`, "Paste values only"],
      [`${C} B, I`, "Bold, italic"],
      [`${C} Shift 1–6`, "Number, time, date, currency, percent, scientific"],
      [`${C} Alt + and −`, "Insert, delete rows or columns"],
    ],
  ],
  [
    "Look",
    [
      [`${C} Shift H`, "Cell panel with history"],
      [`${C} \``, "Show the formulas, and back"],
      [`${C} [ and ]`, "To what it reads, who reads it"],
      ["Shift F10", "Menu"],
      [`${C} /`, "This list"],
    ],
  ],
];

export function openShortcuts(back: () => void): void {
  const close = el("button", { type: "button", class: "tool", "aria-label": "Close" }, icon(ICONS.close));
  const dialog = el("dialog", { class: "shortcuts", "aria-labelledby": "shortcuts-title" });
  const groups = GROUPS.map(([name, keys]) =>
    el(
      "section",
      {},
      el("h3", {}, name),
      el("dl", {}, ...keys.flatMap(([key, text]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, text)])),
    ),
  );
  dialog.append(
    el("div", { class: "panel-head" }, el("h2", { id: "shortcuts-title" }, "Keys"), close),
    el("div", { class: "shortcut-groups", tabindex: 0 }, ...groups),
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (e) => e.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    back();
  });
  document.body.append(dialog);
  dialog.showModal();
}
