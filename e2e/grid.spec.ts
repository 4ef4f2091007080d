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

test("names and texts with a number go on, and Ctrl turns that round", async ({ page, book, api }) => {
  await api.put("A1:C1", [["Fri", "Item 9", 5]]);
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.shows("C1", "5");
  const fill = async (from: string, to: string, lines: number, ctrl = false) => {
    await sheet.drag(from, to);
    if (ctrl) await page.keyboard.down("Control");
    const handle = await page.locator(".fill-handle").boundingBox();
    await page.mouse.move(handle!.x + 4, handle!.y + 4);
    await page.mouse.down();
    await page.mouse.move(handle!.x, handle!.y + 4 + lines * 24, { steps: 4 });
    await page.mouse.up();
    if (ctrl) await page.keyboard.up("Control");
  };
  await fill("A1", "C1", 2);
  await sheet.shows("A3", "Sun");
  await sheet.shows("B3", "Item 11");
  await sheet.shows("C3", "5");
  await page.keyboard.press("Control+z");
  await sheet.shows("A3", "");
  await fill("A1", "C1", 2, true);
  await sheet.shows("A3", "Fri");
  await sheet.shows("C3", "7");
});

test("a double click on the fill handle goes as far down as the neighbours", async ({ page, book, api }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await api.put("B1:B3", [[1], [2], [3]]);
  await sheet.shows("B3", "3");
  await sheet.select("C1");
  await page.keyboard.type("=SUM({1,2}*B1)");
  // As in Excel, where an array formula is entered so.
  await page.keyboard.press("Control+Shift+Enter");
  await sheet.shows("C1", "3");
  const box = await sheet.box("C1");
  await page.mouse.dblclick(box.x + box.width - 1, box.y + box.height - 1);
  await sheet.shows("C3", "9");
  expect(await sheet.input("C1")).toBe("=SUM({1,2}*B1)");
  expect(await sheet.editing()).toBe(false);
  expect(await sheet.text("C4")).toBe("");
});

test("a formula of several lines leaves its row as it is, and formulas are shown and begun from the cell above", async ({
  page,
  book,
  api,
}) => {
  await api.put("A1:A2", [[2], [3]]);
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.shows("A2", "3");
  const height = (await sheet.box("B1")).height;
  await sheet.select("B1");
  await page.keyboard.type("=SUM(");
  await page.keyboard.press("Alt+Enter");
  await page.keyboard.type("$A$1,A2)");
  await page.keyboard.press("Enter");
  await sheet.shows("B1", "5");
  await sheet.saved();
  expect((await sheet.box("B1")).height).toBe(height);
  // Ctrl+' begins with the formula above, as it is written there.
  await page.keyboard.press("Control+'");
  await expect.poll(() => sheet.editing()).toBe(true);
  await page.keyboard.type("*2");
  await page.keyboard.press("Enter");
  await sheet.shows("B2", "10");
  expect(await sheet.input("B2")).toBe("=SUM(\n$A$1,A2)*2");
  await sheet.saved();
  // A formula is longer than its cell, and reaches over the blank one beside it.
  const inked = async () => {
    const { x, y, width, height } = await sheet.box("C1");
    return page.evaluate(
      ({ x, y, width, height }) => {
        const canvas = document.querySelector("canvas")!;
        const at = canvas.getBoundingClientRect();
        const data = canvas.getContext("2d")!.getImageData(x - at.x + 2, y - at.y + 2, width - 4, height - 4).data;
        return data.some((v, k) => v !== data[k % 4]);
      },
      { x, y, width, height },
    );
  };
  await sheet.select("D9");
  expect(await inked()).toBe(false);
  await page.keyboard.press("Control+`");
  await expect.poll(inked).toBe(true);
  await page.keyboard.press("Control+`");
  await expect.poll(inked).toBe(false);
});

test("a pasted text of several lines gets a row that shows it", async ({ page, book }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await page.evaluate(() => navigator.clipboard.writeText('one\t"two\nlines"\nlast\t{=1+1}\n'));
  await sheet.select("A2");
  await page.keyboard.press("Control+v");
  await sheet.shows("B2", "two\nlines");
  await sheet.shows("B3", "2");
  await expect.poll(async () => (await sheet.box("A2")).height).toBeGreaterThan(40);
  expect((await sheet.box("A3")).height).toBeLessThan(30);
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

test("a finger on the handle selects a range", async ({ browser, book, api }) => {
  await api.put("A1:B2", [
    [1, 2],
    [3, 4],
  ]);
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const sheet = await SheetPage.open(await context.newPage(), book.links.editor);
  await sheet.shows("B2", "4");
  const middle = (box: { x: number; y: number; width: number; height: number }) => ({
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
  });
  const a2 = middle(await sheet.box("A2"));
  await sheet.page.touchscreen.tap(a2.x, a2.y);
  const handle = sheet.page.locator(".fill-handle");
  await expect(handle).toBeVisible();
  const from = middle((await handle.boundingBox())!);
  const to = middle(await sheet.box("B3"));
  const cdp = await context.newCDPSession(sheet.page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...touchPoints: { x: number; y: number }[]) =>
    cdp.send("Input.dispatchTouchEvent", { type, touchPoints });
  await touch("touchStart", { x: from.x + 8, y: from.y + 8 });
  await touch("touchMove", { x: from.x + 40, y: from.y + 20 });
  await touch("touchMove", to);
  await touch("touchEnd");
  await expect(sheet.page.getByRole("textbox", { name: "Name box" })).toHaveValue("A2:B3");
  expect(await sheet.editing()).toBe(false);
  // A tap there is one on the cell.
  const corner = middle((await handle.boundingBox())!);
  await sheet.page.touchscreen.tap(corner.x - 4, corner.y - 4);
  await expect(sheet.page.getByRole("textbox", { name: "Name box" })).toHaveValue("B3");
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
