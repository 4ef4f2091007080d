import type { Page } from "@playwright/test";
import { expect, test } from "./server";
import { SheetPage } from "./sheet";

/** What a screen reader learns of the element that has the focus. */
function focused(page: Page) {
  return page.evaluate(() => {
    const e = document.activeElement as HTMLElement | null;
    const active = document.getElementById(e?.getAttribute("aria-activedescendant") ?? "");
    return {
      label: (document.getElementById(e?.getAttribute("aria-labelledby") ?? "") ?? e)?.getAttribute("aria-label"),
      typed: e?.matches("textarea, input, [contenteditable=true]") ?? false,
      cell: active?.dataset.cell,
      role: active?.getAttribute("role"),
      grid: active?.closest("[role=grid]")?.getAttribute("aria-label"),
    };
  });
}

test("text that comes without a key begins an edit with exactly that text", async ({ page, book }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.select("B2");
  await page.keyboard.insertText("5🙂");
  expect(await sheet.editing()).toBe(true);
  await expect(page.locator(".bar-field")).toHaveAttribute("data-text", "5🙂 ");
  await page.keyboard.press("Enter");
  await sheet.shows("B2", "5🙂");
  // After an edit, after the arrows, and in place of what is there.
  await page.keyboard.insertText("=1+");
  await page.keyboard.insertText("1");
  await page.keyboard.press("Enter");
  await sheet.shows("B3", "2");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.insertText("dictated words");
  await page.keyboard.press("Tab");
  await sheet.shows("B3", "dictated words");
  await page.keyboard.insertText("x");
  await page.keyboard.press("Escape");
  expect(await sheet.text("C3")).toBe("");
  // An input method that composes at once, without a first key.
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Input.imeSetComposition", { text: "にほん", selectionStart: 3, selectionEnd: 3 });
  await expect(page.locator(".cell-field textarea")).toHaveValue("にほん");
  await cdp.send("Input.insertText", { text: "日本" });
  await page.keyboard.press("Enter");
  await sheet.shows("C3", "日本");
  // The cell is in sight when the text comes, wherever the view was.
  await page.evaluate(() => window.freshet?.reveal("B900"));
  await page.keyboard.insertText("seen");
  await expect.poll(() => page.evaluate(() => window.freshet?.rect("B4"))).toBeTruthy();
  await page.keyboard.press("Enter");
  await sheet.shows("B4", "seen");
});

test("text that comes while a far jump waits for its answer lands where the jump leads", async ({ page, book, api }) => {
  await api.put(
    "A1:A3000",
    Array.from({ length: 3000 }, (_, i) => [i]),
  );
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.shows("A1", "0");
  await sheet.select("A1");
  await page.keyboard.press("Control+ArrowDown");
  await page.keyboard.insertText("🙂");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await api.get("A3000:A3001")).flat()).toEqual(["🙂", null]);
});

test("the focus names the active cell, and a viewer's takes no text", async ({ browser, page, book }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.select("B2");
  const there = { label: "Sheet Sheet1", typed: true, cell: "B2", role: "gridcell", grid: "Sheet Sheet1" };
  await expect.poll(() => focused(page)).toEqual(there);
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => focused(page)).toEqual({ ...there, cell: "B3" });
  await page.keyboard.press("F2");
  await expect.poll(() => focused(page)).toMatchObject({ label: "Cell editor", cell: undefined });
  await page.keyboard.press("Escape");
  await expect.poll(() => focused(page)).toEqual({ ...there, cell: "B3" });
  const viewer = await SheetPage.open(await (await browser.newContext()).newPage(), book.links.viewer);
  await viewer.select("B2");
  await viewer.page.keyboard.insertText("no");
  await viewer.page.keyboard.type("no");
  expect(await viewer.editing()).toBe(false);
  await expect.poll(() => focused(viewer.page)).toMatchObject({ cell: "B2" });
  expect(await viewer.page.locator(".cell-field textarea").inputValue()).toBe("");
});

test("a tap that only selects brings up no keyboard", async ({ browser, book }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  const sheet = await SheetPage.open(page, book.links.editor);
  const box = await sheet.box("B2");
  const tap = () => page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
  await tap();
  await expect.poll(() => focused(page)).toMatchObject({ typed: false, cell: "B2" });
  await tap();
  await expect.poll(() => focused(page)).toMatchObject({ typed: true, label: "Cell editor" });
  await page.keyboard.insertText("7");
  await page.keyboard.press("Enter");
  await sheet.shows("B2", "7");
  await expect.poll(() => focused(page)).toMatchObject({ typed: false, cell: "B3" });
  await context.close();
});

test("keys that people bring from other spreadsheets do here what they do there", async ({ page, book, api }) => {
  await api.put("A1:B2", [
    [1, 2],
    [3, 4],
  ]);
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.shows("B2", "4");
  const place = page.getByRole("textbox", { name: "Name box" });
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  // The block of data around, then everything.
  await api.put("E5", [[5]]);
  await sheet.shows("E5", "5");
  await sheet.select("A1");
  await press("Control+a");
  await expect(place).toHaveValue("A1:B2");
  await press("Control+Shift+Space");
  await expect(place).toHaveValue("A:XFD");
  await sheet.select("A1");
  const corner = await sheet.box("A1");
  await page.mouse.click(corner.x - 8, corner.y - 8);
  await expect(place).toHaveValue("A:XFD");
  // The active cell into the whole selection; a single cell stays where it is.
  await sheet.drag("A1", "A3");
  await press("Control+Enter");
  await sheet.shows("A3", "1");
  await sheet.select("B2");
  await press("Control+Enter");
  await expect(place).toHaveValue("B2");
  // The date and the time into what is being typed, and by keyboards on which ; and : lie elsewhere.
  await sheet.select("C1");
  await page.keyboard.type("on ");
  await press("Control+;");
  await page.keyboard.type(" at ");
  await press("Control+Shift+;", "Enter");
  await expect.poll(() => sheet.text("C1")).toMatch(/^on \d{4}-\d\d-\d\d at \d\d:\d\d:\d\d$/);
  const cdp = await page.context().newCDPSession(page);
  const german = async (key: string, code: string) => {
    await cdp.send("Input.dispatchKeyEvent", { type: "rawKeyDown", modifiers: 2 | 8, key, code });
    await cdp.send("Input.dispatchKeyEvent", { type: "keyUp", modifiers: 2 | 8, key, code });
  };
  await german(";", "Comma");
  await expect.poll(() => sheet.text("C2")).toMatch(/^\d{4}-\d\d-\d\d$/);
  await press("ArrowDown");
  await german(":", "Period");
  await expect.poll(() => sheet.text("C3")).toMatch(/^\d\d:\d\d:\d\d$/);
  // To another sheet, where the browser keeps Ctrl+Page Down for itself; a formula goes there too.
  await press("Shift+F11");
  const tab = (name: string) => page.getByRole("tab", { name, exact: true });
  await expect(tab("Sheet2")).toHaveAttribute("aria-selected", "true");
  await press("Alt+ArrowUp");
  await expect(tab("Sheet1")).toHaveAttribute("aria-selected", "true");
  await press("Control+Alt+PageDown");
  await expect(tab("Sheet2")).toHaveAttribute("aria-selected", "true");
  await sheet.select("A1");
  await page.keyboard.type("=1+");
  await press("Alt+ArrowUp");
  await sheet.select("B1");
  await press("Enter");
  await sheet.shows("A1", "3");
  expect(await sheet.input("A1")).toBe("=1+Sheet1!B1");
  // Nothing waits for F9, and it says so.
  await press("F9");
  await expect(page.getByText("recalculates by itself")).toBeVisible();
  // Round the parts of the page and back to the cells, which take text again.
  await press("F6");
  await expect(page.locator(".toolbar :focus")).toBeVisible();
  await press("Shift+F6");
  await page.keyboard.insertText("back");
  await press("Enter");
  await sheet.shows("A2", "back");
  // Escape lets Tab out of the grid, until one is at work in it again.
  await press("Escape");
  await sheet.select("C3");
  await press("Tab");
  await expect(place).toHaveValue("D3");
});

test("find and replace, one by one and all at once, in one step of undo", async ({ page, book, api }) => {
  await api.put("A1:B4", [
    ["north one", "=LEN(A1)"],
    ["North two", '="north"&1'],
    ["south", null],
    ["north north", null],
  ]);
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.shows("B2", "north1");
  await sheet.select("A1");
  await page.keyboard.press("Control+h");
  await page.getByRole("textbox", { name: "Find in the sheet" }).fill("NORTH");
  const count = page.locator(".find-count");
  await expect(count).toHaveText("1 of 4");
  await page.getByRole("textbox", { name: "Replace with" }).fill("$& east");
  await page.keyboard.press("Enter");
  await sheet.shows("A1", "$& east one");
  await expect(count).toHaveText("1 of 3");
  await sheet.saved();
  await page.getByRole("button", { name: "Replace all" }).click();
  await expect(count).toHaveText("3 replaced");
  await sheet.shows("A4", "$& east $& east");
  await sheet.shows("B2", "$& east1");
  expect(await sheet.input("B2")).toBe('="$& east"&1');
  await sheet.shows("A3", "south");
  await page.keyboard.press("Escape");
  await sheet.saved();
  await page.keyboard.press("Control+z");
  await sheet.shows("A4", "north north");
  await sheet.shows("A2", "North two");
  await sheet.shows("A1", "$& east one");
});
