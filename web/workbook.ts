/** Puts the parts of an open book together inside #sheet. It knows only a Model: a replica over the wire, or any other. */

import { refusedFormula } from "./editor/faults";
import { Session } from "./editor/session";
import { Clipboard } from "./grid/clipboard";
import { Commands } from "./grid/commands";
import { command, el, MAC } from "./grid/dom";
import { Grid } from "./grid/grid";
import { Keys } from "./grid/keys";
import { type MenuEntry, openMenu } from "./grid/menu";
import { Moves } from "./grid/moves";
import { type Hit, Pointer } from "./grid/pointer";
import { cellName, single, wholeColumns, wholeRows } from "./grid/rects";
import { loadLater } from "./load";
import type { Model } from "./model";
import { CellPanel } from "./panels/cellpanel";
import type { Find } from "./panels/find";
import { FormulaBar } from "./panels/formulabar";
import { HoverCard } from "./panels/hover";
import { showPresence } from "./panels/presence";
import { Aggregates, showStatus } from "./panels/status";
import { Tabs } from "./panels/tabs";
import { Toasts } from "./panels/toast";
import { Toolbar } from "./panels/toolbar";
import { sentence } from "./panels/words";

const CTRL = MAC ? "⌘" : "Ctrl+";

export interface Workbook {
  grid: Grid;
  session: Session;
  panel: CellPanel;
}

/** Builds the book's face into its host. `api` is the path of the book's JSON API; `rename` takes the name one wants to be seen by. */
export function openWorkbook(host: HTMLElement, model: Model, api: string, rename: (name: string) => void = () => undefined): Workbook {
  const toasts = new Toasts();
  const work = el("div", { class: "work" });
  const grid = new Grid(work, model, api);
  const commands = new Commands(grid, api, toasts);
  const session = new Session(grid, commands.widening);
  const moves = new Moves(grid);
  const clipboard = new Clipboard(grid, commands, toasts);
  const bar = new FormulaBar(grid, session, commands, toasts);
  const panelHost = document.getElementById("panel") ?? el("aside", { id: "panel", class: "panel", "aria-label": "Cell", hidden: true });
  if (!panelHost.isConnected) host.after(panelHost);
  const panel = new CellPanel(panelHost, grid, commands, api, (open) => {
    toolbar.panelButton.setAttribute("aria-pressed", String(open));
    if (open) clearOf(grid, panelHost);
  });
  const toolbar = new Toolbar(grid, commands, () => panel.open(!panel.isOpen));
  const tabs = new Tabs(grid, commands, toasts);
  const aggregates = new Aggregates(grid);
  const foot = el("div", { class: "sheet-foot" }, tabs.element, aggregates.element);
  host.replaceChildren(toolbar.element, bar.element, work, foot);
  host.classList.add("ready");

  const parts = (): HTMLElement[] => [
    grid.mirror.element,
    ...[...toolbar.element.querySelectorAll<HTMLElement>('[tabindex="0"]')].slice(0, 1),
    bar.element.querySelector<HTMLElement>(".name-box")!,
    tabs.element.querySelector<HTMLElement>('[role="tab"][tabindex="0"]')!,
    ...(panel.isOpen ? [panelHost.querySelector<HTMLElement>("button")!] : []),
  ];
  const region = (by: number) => {
    const list = parts();
    const here = list.findIndex((p) => p === document.activeElement || p.parentElement?.contains(document.activeElement));
    if (!session.commit()) return;
    const next = list[(here + by + list.length) % list.length];
    if (next === grid.mirror.element) grid.focus();
    else next?.focus();
  };
  let find: Find | undefined;
  const openFind = async (replacing: boolean) => {
    const m = await loadLater();
    find ??= new m.Find(grid, commands);
    if (!find.element.isConnected) work.append(find.element);
    find.open(replacing);
  };
  host.addEventListener("keydown", (e) => {
    const key = e.key.toLowerCase();
    if (!command(e) || e.shiftKey || e.altKey || (key !== "f" && key !== "h")) return;
    e.preventDefault();
    if (session.commit()) void openFind(key === "h");
  });
  host.addEventListener("keydown", (e) => {
    if (e.key !== "F6" || e.defaultPrevented) return;
    e.preventDefault();
    region(e.shiftKey ? -1 : 1);
  });

  const menu = (x: number, y: number, hit?: Hit, touch = false) => openMenu(entries(hit), x, y, () => grid.focus(), "Cells", touch);
  const menuAtCell = () => {
    const box = grid.boxOf(single(grid.selection.active));
    const at = grid.view.getBoundingClientRect();
    menu(at.left + (box?.x ?? 80) + 12, at.top + (box ? box.y + box.h : 60));
  };
  const entries = (hit?: Hit): MenuEntry[] => {
    const r = grid.selection.range;
    const viewer = model.role === "viewer";
    const rows = r.bottom - r.top + 1;
    const cols = r.right - r.left + 1;
    const count = (n: number, word: string) => (n === 1 ? `1 ${word}` : `${n} ${word}s`);
    const list: MenuEntry[] = [
      { label: "Cut", keys: `${CTRL}X`, disabled: viewer, run: () => clipboard.copy(true) },
      { label: "Copy", keys: `${CTRL}C`, run: () => clipboard.copy(false) },
      { label: "Paste", keys: `${CTRL}V`, disabled: viewer, run: () => void clipboard.fromMenu(false) },
      { label: "Paste values only", keys: `${CTRL}Shift+V`, disabled: viewer, run: () => void clipboard.fromMenu(true) },
      "line",
    ];
    if (!wholeColumns(r) || wholeRows(r)) {
      list.push(
        { label: `Insert ${count(rows, "row")} above`, disabled: viewer || wholeColumns(r), run: () => commands.insertLines("rows") },
        { label: `Insert ${count(rows, "row")} below`, disabled: viewer || wholeColumns(r), run: () => commands.insertLines("rows", true) },
        { label: `Delete ${count(rows, "row")}`, disabled: viewer || wholeColumns(r), run: () => commands.deleteLines("rows") },
      );
    }
    if (!wholeRows(r)) {
      if (!wholeColumns(r)) list.push("line");
      list.push(
        { label: `Insert ${count(cols, "column")} left`, disabled: viewer, run: () => commands.insertLines("cols") },
        { label: `Insert ${count(cols, "column")} right`, disabled: viewer, run: () => commands.insertLines("cols", true) },
        { label: `Delete ${count(cols, "column")}`, disabled: viewer, run: () => commands.deleteLines("cols") },
      );
    }
    list.push(
      "line",
      { label: "Clear contents", keys: "Delete", disabled: viewer, run: () => commands.clear() },
      { label: "Clear formatting", disabled: viewer, run: () => commands.clearFormat() },
    );
    if (!hit || hit.area === "cells") list.push({ label: "Cell details and history", keys: `${CTRL}Shift+H`, run: () => panel.open(true) });
    return list;
  };

  new Keys({
    grid,
    session,
    moves,
    commands,
    clipboard,
    menu: menuAtCell,
    shortcuts: () => void loadLater().then(({ openShortcuts }) => openShortcuts(() => grid.focus())),
    panel: () => panel.open(!panel.isOpen),
    nameBox: () => bar.focus(),
    calculated: () => toasts.show("Every value is up to date: the book recalculates by itself."),
    region,
  });
  const pointer = new Pointer({ grid, session, moves, commands, menu });
  new HoverCard(grid, session, commands, pointer, () => panel.isOpen);

  const statusBox = document.getElementById("status");
  if (statusBox) showStatus(statusBox, model);
  const presenceBox = document.getElementById("presence");
  if (presenceBox) showPresence(presenceBox, model, grid, rename);

  let told = 0;
  grid.events.on("select", () => {
    clearTimeout(told);
    told = window.setTimeout(() => model.presence(grid.sheet, grid.selection.range, session.editing !== undefined), 60);
  });
  session.events.on("returned", ({ error, place, text }) => {
    const edit = { label: "Edit it again", run: () => session.commit() && session.resume(place, text, error) };
    toasts.show(`${error.where ?? cellName(place)}: ${sentence(error.message)} ${text}`, edit, "danger", true);
  });
  model.on("refused", ({ error, ops }) => {
    // The editor has it, or it has been handed back.
    if (refusedFormula(error, ops) !== undefined) return;
    toasts.show(error.where ? `${error.where}: ${error.message}` : sentence(error.message), undefined, "danger");
  });
  model.on("state", ({ state }) => {
    if (state === "closed" && model.closing)
      toasts.show(model.closing, { label: "Load again", run: () => location.reload() }, "danger", true);
  });
  // A live book shows its life at once where there is room; a blank one keeps the whole width.
  const stop = model.on("info", (info) => {
    stop();
    const wanted = CellPanel.remembered() ?? info.bindings.length > 0;
    if (!wanted || innerWidth < 1100) return;
    panel.open(true, false);
    const here = info.bindings.map((b) => b.target).filter((t) => t.sheet === grid.sheet);
    const first = here.sort((a, b) => a.row - b.row || a.col - b.col)[0];
    const { row, col } = grid.selection.active;
    if (first && row === 0 && col === 0) grid.select((s) => s.pick(first), "none");
  });
  document.fonts.load(`13px "Freshet Grid"`).catch(() => undefined);
  grid.focus();
  grid.resized(); // at once, so that the greeting, which comes next, asks for what will be seen
  return { grid, session, panel };
}

/** The panel takes room from the sheet, or lies over the lower part of it: brings the active cell out from under it. */
function clearOf(grid: Grid, panel: HTMLElement): void {
  const cell = grid.selection.active;
  grid.resized();
  grid.reveal(cell);
  const box = grid.boxOf(single(cell));
  // It grows with what it has to say, up to this; beside the sheet it has no such measure.
  const most = Number.parseFloat(getComputedStyle(panel).maxHeight);
  if (!box || !(most > 0)) return;
  const beyond = grid.view.getBoundingClientRect().top + box.y + 2 * box.h - (innerHeight - most);
  if (beyond > 0) grid.scrollBy(0, beyond);
}
