/** The bindings of the active cell in the panel: which topic feeds it, what came last, and a form for another. */

import { el } from "../grid/dom";
import type { Grid } from "../grid/grid";
import { cellName, quoteSheet } from "../grid/rects";
import type { Binding, Ref } from "../model";
import { request } from "./api";

const PACE = 3000;

interface Last {
  time?: string;
  topic?: string;
  text?: string;
  error?: string;
}

export class Bindings {
  readonly element = el("section", { class: "panel-part" });
  private readonly grid: Grid;
  private readonly api: string;
  private readonly list = el("div", { class: "binding-list" });
  private readonly form = el("form", { class: "binding-form", hidden: true });
  private readonly open: HTMLButtonElement;
  private readonly last = new Map<string, Last>();
  private timer = 0;

  constructor(grid: Grid, api: string) {
    this.grid = grid;
    this.api = api;
    this.open = el("button", { type: "button", class: "button small quiet" }, "Bind an MQTT topic");
    this.open.addEventListener("click", () => this.edit());
    this.element.append(el("h3", {}, "Live source"), this.list, this.open, this.form);
    this.form.addEventListener("submit", (e) => {
      e.preventDefault();
      this.save();
    });
    grid.model.on("info", () => this.show());
  }

  private of(): Binding[] {
    const { row, col } = this.grid.selection.active;
    return this.grid.model.info.bindings.filter((b) => b.target.sheet === this.grid.sheet && b.target.row === row && b.target.col === col);
  }

  /** Shows what belongs to the active cell. */
  show(): void {
    const editor = this.grid.model.role !== "viewer";
    const mine = this.of();
    this.element.hidden = !editor && mine.length === 0;
    this.open.hidden = !editor || !this.form.hidden;
    this.list.replaceChildren(...mine.map((b) => this.row(b, editor)));
    if (mine.length > 0 && editor) this.poll();
  }

  /** The cell changed: the form for the one before is of no use. */
  moved(): void {
    this.form.hidden = true;
    this.show();
  }

  private row(b: Binding, editor: boolean): HTMLElement {
    const what = el("div", { class: "binding" }, el("code", { class: "binding-topic" }, b.topic));
    if (b.path) what.append(el("span", { class: "binding-path" }, "→ ", el("code", {}, b.path)));
    if (b.scale) what.append(el("span", { class: "binding-path" }, "× ", b.scale));
    const last = this.last.get(b.id);
    if (last?.text !== undefined) {
      what.append(
        el(
          "pre",
          { class: "payload", title: last.topic ?? "", tabindex: 0 },
          last.text.length > 600 ? `${last.text.slice(0, 600)}…` : last.text,
        ),
      );
      if (last.error) what.append(el("p", { class: "problem" }, last.error));
    } else if (editor)
      what.append(el("p", { class: "hint" }, b.source === "mqtt" ? "Nothing has come since the server started." : `From ${b.source}.`));
    if (editor) {
      const remove = el(
        "button",
        { type: "button", class: "button small quiet danger", "aria-label": `Remove the binding to ${b.topic}` },
        "Remove",
      );
      remove.addEventListener("click", () => this.grid.model.edit([{ op: "unbind", id: b.id }]));
      what.append(remove);
    }
    return what;
  }

  private edit(): void {
    const off = document.getElementById("sheet")?.dataset.noMqtt !== undefined;
    this.form.replaceChildren(
      ...(off ? [el("p", { class: "hint" }, "This server was started without its MQTT broker: no reading comes in here.")] : []),
      labelled(
        "Topic",
        el("input", {
          name: "topic",
          required: true,
          placeholder: "greenhouse/+/climate",
          autocomplete: "off",
          spellcheck: "false",
          maxlength: 255,
        }),
      ),
      labelled(
        "Path in a JSON payload",
        el("input", {
          name: "path",
          placeholder: "sensors.0.temp; empty: all of it",
          autocomplete: "off",
          spellcheck: "false",
          maxlength: 255,
        }),
      ),
      labelled("Factor", el("input", { name: "scale", placeholder: "1", inputmode: "decimal", autocomplete: "off", maxlength: 32 })),
      el("div", { class: "form-buttons" }, el("button", { type: "submit", class: "button small primary" }, "Bind"), this.cancel()),
    );
    this.form.hidden = false;
    this.open.hidden = true;
    this.form.querySelector("input")?.focus();
  }

  private cancel(): HTMLButtonElement {
    const b = el("button", { type: "button", class: "button small quiet" }, "Cancel");
    b.addEventListener("click", () => this.moved());
    return b;
  }

  private save(): void {
    const data = new FormData(this.form);
    const word = (name: string) => String(data.get(name) ?? "").trim();
    const { row, col } = this.grid.selection.active;
    const target: Ref = { sheet: this.grid.sheet, row, col };
    const binding: Binding = {
      id: `b-${Date.now().toString(36)}${Math.floor(Math.random() * 1296).toString(36)}`,
      source: "mqtt",
      topic: word("topic"),
      target,
    };
    if (word("path")) binding.path = word("path");
    if (word("scale")) binding.scale = word("scale");
    this.grid.model.edit([{ op: "bind", binding }]);
    this.moved();
    this.open.focus();
  }

  private poll(): void {
    if (this.timer) return;
    const ask = async () => {
      if (!this.element.isConnected || this.element.closest("[hidden]") || this.of().length === 0 || document.hidden) {
        this.timer = 0;
        return;
      }
      const json = (await request(`${this.api}/bindings`).catch(() => undefined)) as
        | { bindings?: { id: string; last?: Last }[] }
        | undefined;
      let news = false;
      for (const b of json?.bindings ?? []) {
        if (!b.last || this.last.get(b.id)?.time === b.last.time) continue;
        this.last.set(b.id, b.last);
        news = true;
      }
      if (news) this.show();
      this.timer = window.setTimeout(ask, PACE);
    };
    this.timer = 1;
    void ask();
  }

  /** Where a device must publish for the active cell to be set without a binding. */
  address(book: string): string {
    return `books/${book}/cells/${quoteSheet(this.grid.tab?.name ?? "")}!${cellName(this.grid.selection.active)}`;
  }
}

export function labelled(label: string, input: HTMLElement): HTMLElement {
  return el("label", { class: "labelled" }, el("span", {}, label), input);
}
