import { expect, test } from "./server";
import { SheetPage } from "./sheet";

test("Enter returns to the column where Tab began, and arrows commit what is typed", async ({ page, book }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.select("B2");
  for (const text of ["1", "2", "3"]) {
    await page.keyboard.type(text);
    await page.keyboard.press(text === "3" ? "Enter" : "Tab");
  }
  await page.keyboard.type("4");
  await page.keyboard.press("ArrowDown");
  await sheet.shows("D2", "3");
  await sheet.shows("B3", "4");
  await page.keyboard.type("no");
  await page.keyboard.press("Escape");
  expect(await sheet.text("B4")).toBe("");
});

test("point mode by mouse and keys, F4, and brackets closed on Enter", async ({ page, book, api }) => {
  await api.put("A1:B2", [
    [1, 2],
    [3, 4],
  ]);
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.shows("B2", "4");
  await sheet.select("D1");
  await page.keyboard.type("=SUM(");
  await sheet.drag("A1", "B2");
  await page.keyboard.press("F4");
  await page.keyboard.press("Enter");
  await sheet.shows("D1", "10");
  expect(await sheet.input("D1")).toBe("=SUM($A$1:$B$2)");
  await page.keyboard.type("=");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Shift+ArrowUp");
  await expect(page.locator(".bar-field")).toHaveText("=B1:B2");
  await page.keyboard.press("Escape");
  expect(await sheet.text("D2")).toBe("");
});

test("a formula that does not parse stays in the editor, with the reason under it", async ({ page, book }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.type("A1", "=1+*2");
  await expect(page.getByRole("alert")).toBeVisible();
  expect(await sheet.editing()).toBe(true);
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Escape");
  expect(await sheet.text("A1")).toBe("");
});

test("keys typed after a far jump land where the jump leads", async ({ page, book, api }) => {
  await api.put(
    "A1:A3000",
    Array.from({ length: 3000 }, (_, i) => [i]),
  );
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.shows("A1", "0");
  await sheet.select("A1");
  await page.keyboard.press("Control+ArrowDown");
  await page.keyboard.type("here");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await api.get("A3000:A3001")).flat()).toEqual(["here", null]);
});

test("cut moves and references follow; a paste of values leaves formulas behind", async ({ page, book, api }) => {
  await api.put("A1:B1", [[10, "=A1*2"]]);
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.shows("B1", "20");
  await sheet.select("A1");
  await page.keyboard.press("Control+x");
  await sheet.select("A5");
  await page.keyboard.press("Control+v");
  await sheet.shows("A5", "10");
  await expect.poll(() => sheet.input("B1")).toBe("=A5*2");
  await sheet.select("B1");
  await page.keyboard.press("Control+c");
  await sheet.select("D1");
  await page.keyboard.press("Control+Shift+v");
  await sheet.shows("D1", "20");
  expect(await sheet.input("D1")).toBe("20");
});

test("the fill handle continues a series, Ctrl+Enter fills the selection", async ({ page, book, api }) => {
  await api.put("A1:A2", [[1], [3]]);
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.shows("A2", "3");
  await sheet.drag("A1", "A2");
  const handle = await page.locator(".fill-handle").boundingBox();
  await page.mouse.move(handle!.x + 4, handle!.y + 4);
  await page.mouse.down();
  await page.mouse.move(handle!.x, handle!.y + 4 * 24, { steps: 4 });
  await page.mouse.up();
  await sheet.shows("A6", "11");
  await sheet.drag("C1", "D2");
  await page.keyboard.type("=$A1*2");
  await page.keyboard.press("Control+Enter");
  await sheet.shows("D2", "6");
});

test("tabs are added, renamed and deleted, and a deletion can be taken back", async ({ page, book }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await page.getByRole("button", { name: "Add a sheet" }).click();
  await expect(page.getByRole("tab")).toHaveCount(2);
  await sheet.type("A1", "on two");
  await page.getByRole("tab").nth(1).dblclick();
  await page.keyboard.type("Second one");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab").nth(1)).toHaveText("Second one");
  await page.getByRole("tab").nth(0).click();
  await sheet.type("A1", "='Second one'!A1");
  await sheet.shows("A1", "on two");
  await page.getByRole("tab").nth(1).click({ button: "right" });
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page.getByRole("tab")).toHaveCount(1);
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect(page.getByRole("tab")).toHaveCount(2);
  await page.getByRole("tab").nth(0).click();
  await sheet.shows("A1", "on two");
});

test("an input method writes into the cell, from its first key on", async ({ page, book }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.select("A1");
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Input.dispatchKeyEvent", { type: "rawKeyDown", windowsVirtualKeyCode: 229, key: "Process", code: "KeyN" });
  await cdp.send("Input.imeSetComposition", { text: "にほん", selectionStart: 3, selectionEnd: 3 });
  await cdp.send("Input.insertText", { text: "日本" });
  await page.keyboard.press("Enter");
  await sheet.shows("A1", "日本");
});

test("a finger pans, taps to select, taps again to edit, and a long press chooses nothing", async ({ browser, book, api }) => {
  await api.put("A1:B2", [
    [1, 2],
    [3, 4],
  ]);
  const context = await browser.newContext({ viewport: { width: 375, height: 800 }, hasTouch: true, isMobile: true });
  const sheet = await SheetPage.open(await context.newPage(), book.links.editor);
  await sheet.shows("B2", "4");
  const at = async (ref: string) => {
    const box = await sheet.page.evaluate((r) => window.freshet?.rect(r), ref);
    return { x: box!.x + box!.width / 2, y: box!.y + box!.height / 2 };
  };
  const b2 = await at("B2");
  await sheet.page.touchscreen.tap(b2.x, b2.y);
  await expect.poll(() => sheet.page.evaluate(() => window.freshet?.state().active)).toBe("1,1");
  await sheet.page.touchscreen.tap(b2.x, b2.y);
  await expect.poll(() => sheet.editing()).toBe(true);
  await sheet.page.keyboard.press("Escape");
  const cdp = await context.newCDPSession(sheet.page);
  await cdp.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x: 200, y: 500 }] });
  await expect(sheet.page.getByRole("menu")).toBeVisible();
  await cdp.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await expect(sheet.page.getByRole("menu")).toBeVisible();
  expect((await api.get("A1:B2")).flat()).toEqual([1, 2, 3, 4]);
  await context.close();
});

test("columns take another width by dragging and go back by undo", async ({ page, book }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.select("C3");
  const width = async () => (await page.evaluate(() => window.freshet?.rect("C3")))!.width;
  const box = (await page.evaluate(() => window.freshet?.rect("C1")))!;
  await page.mouse.move(box.x + box.width - 1, box.y - 12);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width + 49, box.y - 12, { steps: 3 });
  await page.mouse.up();
  await expect.poll(width).toBe(150);
  await sheet.saved();
  await page.keyboard.press("Control+z");
  await expect.poll(width).toBe(100);
});

test("the figures of a selection look as its cells do, and days are not added to money", async ({ page, book, api }) => {
  await api.put("A1", [
    ["2026-11-23", "$1,200.50", "12"],
    ["2026-11-25", "$99.50", "30"],
  ]);
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.shows("B2", "$99.50");
  const figures = page.getByRole("status", { name: "Figures of the selection" });
  await sheet.drag("B1", "B2");
  await expect(figures).toHaveText("Sum$1,300.00Average$650.00Min$99.50Max$1,200.50Count2");
  await sheet.drag("A1", "B2");
  await expect(figures).toHaveText("Sum$1,300.00Average$650.00Min$99.50Max$1,200.50Count4");
  await sheet.drag("A1", "A2");
  await expect(figures).toHaveText("Average2026-11-24Min2026-11-23Max2026-11-25Count2");
  await sheet.drag("C1", "C2");
  await expect(figures).toHaveText("Sum42Average21Min12Max30Count2");
});
