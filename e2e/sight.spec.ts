import { expect, test } from "./server";
import { SheetPage } from "./sheet";

/** Nothing of the page may lie over the cell one is at. */
async function seen(sheet: SheetPage, ref: string): Promise<boolean> {
  return sheet.page.evaluate((r) => {
    const box = window.freshet?.rect(r);
    if (!box) return false;
    const inset = 4;
    return [
      [box.x + inset, box.y + inset],
      [box.x + box.width - 2 * inset, box.y + box.height - 2 * inset],
    ].every(([x, y]) => document.elementFromPoint(x!, y!)?.closest(".grid-view"));
  }, ref);
}

for (const [device, width, height, ref] of [
  ["desktop", 1280, 800, "L3"],
  ["phone", 390, 844, "B20"],
] as const) {
  test(`the cell whose panel is opened stays in sight on a ${device}, and its card does not say the same`, async ({ page, book, api }) => {
    await page.setViewportSize({ width, height });
    await api.put(ref, [["=1/0"]]);
    const sheet = await SheetPage.open(page, book.links.editor);
    await sheet.shows(ref, "#DIV/0!");
    await sheet.select(ref);
    await expect(page.getByRole("tooltip")).toContainText("A division by zero.");
    await page.keyboard.press("Control+Shift+h");
    await expect(page.locator("#panel")).toContainText("A division by zero.");
    await expect.poll(() => seen(sheet, ref)).toBe(true);
    await expect(page.getByRole("tooltip")).toBeHidden();
  });
}

test("the search is not over what it found", async ({ page, book, api }) => {
  await api.put("L1:L3", [["needle"], ["hay"], ["needle"]]);
  await api.put("L26", [["needle"]]);
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.shows("L26", "needle");
  await page.keyboard.press("Control+f");
  await page.getByRole("textbox", { name: "Find in the sheet" }).fill("needle");
  for (const [i, ref] of ["L1", "L3", "L26"].entries()) {
    await expect(page.locator(".find-count")).toHaveText(`${i + 1} of 3`);
    await expect.poll(() => seen(sheet, ref)).toBe(true);
    await page.keyboard.press("Enter");
  }
});

test("while a cell is edited, what it showed does not stand beside the editor", async ({ page, book, api }) => {
  await api.put("A1:A2", [["a text that reaches over the blank cells beside it"], ["a text that reaches over the blank cells too"]]);
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.shows("A2", "a text that reaches over the blank cells too");
  const inked = async (ref: string) => {
    const { x, y, width, height } = await sheet.box(ref);
    return page.evaluate(
      ([x, y, width, height]) => {
        const canvas = document.querySelector("canvas")!;
        const at = canvas.getBoundingClientRect();
        const data = canvas.getContext("2d")!.getImageData(x! - at.x + 2, y! - at.y + 2, width! - 4, height! - 4).data;
        return data.some((v, k) => v !== data[k % 4]);
      },
      [x, y, width, height],
    );
  };
  expect(await inked("B1")).toBe(true);
  await sheet.select("A1");
  await page.keyboard.type("x");
  expect(await inked("B1")).toBe(false);
  expect(await inked("B2")).toBe(true);
  await page.keyboard.press("Escape");
  expect(await inked("B1")).toBe(true);
});

test("on a phone the editor is as large as the text in it", async ({ browser, book, api }) => {
  await api.put("A1", [["a long text that runs over its neighbours and further"]]);
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  const sheet = await SheetPage.open(page, book.links.editor);
  const cell = await sheet.box("A1");
  for (let i = 0; i < 2; i++) await page.touchscreen.tap(cell.x + 20, cell.y + 12);
  const text = page.locator(".cell-field textarea");
  await expect(text).toBeFocused();
  const room = await text.evaluate((e) => e.clientHeight - e.scrollHeight);
  expect(room).toBeGreaterThanOrEqual(0);
  await context.close();
});
