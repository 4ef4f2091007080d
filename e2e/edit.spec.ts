import { expect, test } from "./server";
import { SheetPage } from "./sheet";

test("an edit is seen in two browsers, and a formula recalculates in both", async ({ browser, book }) => {
  const a = await SheetPage.open(await (await browser.newContext()).newPage(), book.links.editor);
  const b = await SheetPage.open(await (await browser.newContext()).newPage(), book.links.editor);
  await a.type("A1", "21");
  await a.type("B1", "=A1*2");
  await b.shows("B1", "42");
  await b.type("A1", "5");
  await a.shows("B1", "10");
  await a.saved();
});

test("a formula is written by keyboard alone, with point mode and completion", async ({ page, book }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.select("A1");
  for (const text of ["1", "2", "3"]) {
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
  }
  await page.keyboard.type("=SU");
  await expect(page.getByRole("listbox")).toBeVisible();
  await page.keyboard.type("M(A1:A3)");
  await page.keyboard.press("Enter");
  await sheet.shows("A4", "6");
  await page.keyboard.type("=");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.type("*10");
  await page.keyboard.press("Enter");
  await sheet.shows("A5", "60");
  expect(await sheet.input("A5")).toBe("=A4*10");
});

test("live updates never disturb the cell being edited", async ({ page, book, api }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.select("B2");
  await page.keyboard.type("hel");
  for (let i = 1; i <= 20; i++) await api.call("PUT", "/cells/B2", String(i));
  await sheet.shows("B2", "20");
  expect(await sheet.editing()).toBe(true);
  await page.keyboard.type("lo");
  await page.keyboard.press("Enter");
  await sheet.shows("B2", "hello");
  await expect.poll(async () => (await api.get("B2"))[0]?.[0]).toBe("hello");
});

test("undo and redo are a person's own", async ({ browser, book }) => {
  const a = await SheetPage.open(await (await browser.newContext()).newPage(), book.links.editor);
  const b = await SheetPage.open(await (await browser.newContext()).newPage(), book.links.editor);
  await a.type("A1", "mine");
  await b.shows("A1", "mine");
  await b.type("B1", "yours");
  await a.shows("B1", "yours");
  await a.page.keyboard.press("Control+z");
  await b.shows("A1", "");
  await b.shows("B1", "yours");
  await a.page.keyboard.press("Control+y");
  await b.shows("A1", "mine");
});

test("copied formulas shift, filled formulas follow, Delete clears", async ({ page, book, api }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await api.put("A1:B3", [
    ["1", "=A1*$A$1"],
    ["2", null],
    ["3", null],
  ]);
  await sheet.shows("B1", "1");
  await sheet.select("B1");
  await page.keyboard.press("Control+c");
  await sheet.select("B2");
  await page.keyboard.press("Control+v");
  await sheet.shows("B2", "2");
  expect(await sheet.input("B2")).toBe("=A2*$A$1");
  await sheet.drag("B2", "B3");
  await page.keyboard.press("Control+d");
  await sheet.shows("B3", "3");
  expect(await sheet.input("B3")).toBe("=A3*$A$1");
  await sheet.drag("B1", "B3");
  await page.keyboard.press("Delete");
  await sheet.shows("B3", "");
  await sheet.shows("B1", "");
});

test("text with tabs from another program becomes cells, and goes back as text with tabs", async ({ page, book }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await page.evaluate(() => navigator.clipboard.writeText("x\t1\ny\t2\n"));
  await sheet.select("C3");
  await page.keyboard.press("Control+v");
  await sheet.shows("D4", "2");
  await sheet.shows("C3", "x");
  await sheet.drag("C3", "D4");
  await page.keyboard.press("Control+c");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^x\t1\r?\ny\t2/);
});

test("a formula from a mail or a phone is put straight, typed and pasted", async ({ page, book }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.type("A1", "6");
  await sheet.select("A2");
  await page.keyboard.type("=");
  await page.keyboard.insertText("IF(A1≥5,“it’s ”&A1×2,‘no’");
  await page.keyboard.press("Enter");
  await sheet.shows("A2", "it’s 12");
  expect(await sheet.input("A2")).toBe("=IF(A1>=5,\"it’s \"&A1*2,'no')");
  await page.evaluate(() => navigator.clipboard.writeText("=_xlfn.CONCAT(“a”,A1)\t“a” × b"));
  await sheet.select("C1");
  await page.keyboard.press("Control+v");
  await sheet.shows("C1", "a6");
  await sheet.shows("D1", "“a” × b");
});

test("an error explains itself", async ({ page, book }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.type("A1", "=1/0");
  await sheet.type("A2", "=A1+1");
  await sheet.shows("A2", "#DIV/0!");
  await sheet.type("B1", "=C1");
  await sheet.type("C1", "=B1");
  await sheet.shows("B1", "#CYCLE!");
});

test("the card of an error names another cell only, and stays whole at the edge of a phone", async ({ page, book, api }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await api.put("C1", [["=SUMM(A1:B1)"]]);
  await api.put("A9", [["=C1+1"]]);
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.shows("A9", "#NAME?");
  const card = page.getByRole("tooltip");
  await sheet.select("C1");
  await expect(card).toContainText("did you mean SUM?");
  await expect(card).not.toContainText("arose");
  const box = await card.boundingBox();
  expect(box && box.x + box.width).toBeLessThanOrEqual(390 - 8);
  await sheet.select("A9");
  await expect(card).toContainText("It arose in C1.");
});

test("the card of a cell that was gone to from afar comes too", async ({ page, book, api }) => {
  await api.put("AB200", [["=1/0"]]);
  const sheet = await SheetPage.open(page, book.links.editor);
  await page.getByLabel(/Name box/).fill("AB200");
  await page.keyboard.press("Enter");
  await sheet.shows("AB200", "#DIV/0!");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("tooltip")).toContainText("A division by zero.");
  await page.getByLabel(/Name box/).fill("A1");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tooltip")).toBeHidden();
  await page.getByLabel(/Name box/).fill("AB200");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tooltip")).toContainText("A division by zero.");
});

test("a tap shows what is wrong with a cell, at the edge of the screen", async ({ browser, book, api }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  await api.put("B3", [["=1/0"]]);
  await api.put("B20", [["=1/0"]]);
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.shows("B20", "#DIV/0!");
  const card = page.getByRole("tooltip");
  for (const ref of ["B3", "B20"]) {
    const cell = await sheet.box(ref);
    await page.touchscreen.tap(cell.x + cell.width / 2, cell.y + cell.height / 2);
    await expect(card).toContainText("A division by zero.");
    const box = await card.boundingBox();
    if (!box) throw new Error("the card is not there");
    expect(box.width).toBeGreaterThan(360);
    // Neither over the cell nor over those beside it.
    expect(box.y > cell.y + 2 * cell.height || box.y + box.height < cell.y - cell.height).toBe(true);
    await page.touchscreen.tap(cell.x - cell.width / 2, cell.y + cell.height / 2);
    await expect(card).toBeHidden();
  }
  await context.close();
});

test("the last row of a million can be reached and edited", async ({ page, book, api }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.select("A1");
  await page.keyboard.press("Control+ArrowDown");
  await page.keyboard.type("bottom");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await api.get("A1048576"))[0]?.[0]).toBe("bottom");
});
