/** Who has the book open: in the header, each of the others a way to where that person is, oneself a way to another name. */
import { el } from "../grid/dom";
import type { Grid } from "../grid/grid";
import type { Model, Peer } from "../model";

const SHOWN = 5;

/** Fills #presence. */
export function showPresence(box: HTMLElement, model: Model, grid: Grid, rename: (name: string) => void): void {
  const me = el("button", { type: "button", class: "person me" });
  me.addEventListener("click", () => openName(me, model, rename));
  let shown = "";
  const update = () => {
    const { others, you } = model;
    const state = JSON.stringify([you.name, you.color, others.map((p) => [p.id, p.name, p.color, p.sheet, p.editing])]);
    if (state === shown) return;
    shown = state;
    me.className = `person me person-${you.color % 12}`;
    me.textContent = initials(you.name);
    me.title = `${you.name} (you)`;
    me.setAttribute("aria-label", `You are ${you.name}. Change the name`);
    const rest = others.length - SHOWN;
    const more = rest > 0 ? [el("span", { class: "person more", title: `${rest} more` }, `+${rest}`)] : [];
    box.replaceChildren(...others.slice(0, SHOWN).map((p) => person(p, model, grid)), ...more, me);
  };
  model.on("presence", update);
  model.on("state", update);
  model.on("info", update);
  update();
}

function person(p: Peer, model: Model, grid: Grid): HTMLElement {
  const where = model.info.sheets.find((s) => s.id === p.sheet)?.name ?? "";
  const name = p.name || "Somebody";
  const title = `${name}${where ? ` · ${where}` : ""}${p.editing ? " · typing" : ""}`;
  const b = el("button", { type: "button", class: `person person-${p.color % 12}`, title, "aria-label": `Go to ${name}` }, initials(name));
  b.addEventListener("click", () => {
    const now = model.others.find((o) => o.id === p.id);
    if (!now?.selection) return;
    grid.goto({ sheet: now.sheet, ...now.selection });
    grid.focus();
  });
  return b;
}

function openName(button: HTMLElement, model: Model, rename: (name: string) => void): void {
  const dialog = el("dialog", { class: "name-dialog", "aria-labelledby": "name-dialog-title" });
  const input = el("input", { type: "text", name: "name", value: model.you.name, maxlength: 60, required: true, autocomplete: "nickname" });
  const cancel = el("button", { type: "button", class: "button quiet" }, "Cancel");
  cancel.addEventListener("click", () => dialog.close());
  const form = el(
    "form",
    { method: "dialog" },
    el("h2", { id: "name-dialog-title" }, "Your name"),
    el("label", { class: "labelled" }, el("span", {}, "Others in the book see it beside your cursor."), input),
    el("div", { class: "form-buttons" }, el("button", { type: "submit", class: "button primary" }, "Save"), cancel),
  );
  form.addEventListener("submit", () => {
    const name = input.value.trim();
    if (name !== "" && name !== model.you.name) rename(name);
  });
  dialog.append(form);
  dialog.addEventListener("close", () => {
    dialog.remove();
    button.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  input.select();
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [...words[0]!][0]! + [...words[words.length - 1]!][0]! : [...(words[0] ?? "?")].slice(0, 2).join("");
  return letters.toUpperCase() || "?";
}
