import type { Page } from "@playwright/test";
import { expect, test } from "./server";
import { SheetPage } from "./sheet";

const width = (page: Page, ref: string) =>
  page.evaluate((r) => (window as { freshet?: { rect(ref: string): { width: number } | undefined } }).freshet?.rect(r)?.width ?? 0, ref);

test("suggestions come in the order in which people need them", async ({ page, book }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.select("A1");
  await page.keyboard.type("=sum");
  const options = page.getByRole("option");
  await expect(options.first()).toHaveText(/^SUMAdds up numbers/);
  await expect
    .poll(async () => (await options.allInnerTexts()).slice(0, 4).map((t) => t.split("\n")[0]))
    .toEqual(["SUM", "SUMIF", "SUMIFS", "SUMPRODUCT"]);
  await page.keyboard.press("Tab");
  await page.keyboard.type("1,2");
  await page.keyboard.press("Enter");
  await sheet.shows("A1", "3");
});

test("a formula that cannot be read is marked while one rests, and Enter keeps it", async ({ page, book }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.select("B2");
  await page.keyboard.type("=1+*2");
  const problem = page.locator("#edit-problem");
  await expect(problem).toHaveText("A value is expected before *.");
  await expect(problem).toHaveAttribute("role", "status");
  await expect(page.locator(".cell-field .tok-wrong")).toHaveText("*");
  await page.keyboard.press("Enter");
  await expect(problem).toHaveAttribute("role", "alert");
  expect(await sheet.editing()).toBe(true);
  const editor = page.getByRole("textbox", { name: "Cell editor" });
  await expect(editor).toHaveText("=1+*2");
  await expect(editor).toHaveAttribute("aria-invalid", "true");
  // The caret stands where the fault is.
  await page.keyboard.press("Delete");
  await expect(problem).toBeHidden();
  await page.keyboard.press("Enter");
  await sheet.shows("B2", "3");
});

test("a formula refused while another cell is typed into is not lost", async ({ page, book }) => {
  let hold = true;
  const held: (() => void)[] = [];
  await page.routeWebSocket(/\/live/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((m) => {
      if (hold && typeof m === "string" && m.includes('"refuse"')) held.push(() => socket.send(m));
      else socket.send(m);
    });
    // Nothing is known before Enter.
    socket.onMessage((m) => {
      if (typeof m !== "string" || !m.includes('"check"')) server.send(m);
    });
  });
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.type("A1", "=1+*2");
  await page.keyboard.type("next");
  await expect.poll(() => held.length).toBe(1);
  hold = false;
  for (const say of held) say();
  await page.getByRole("button", { name: "Edit it again" }).click();
  await expect(page.getByRole("textbox", { name: "Cell editor" })).toHaveText("=1+*2");
  await sheet.shows("A2", "next");
});

test("the array under the active cell has a border, and its formula is in the bar", async ({ page, book }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.type("B2", "=SEQUENCE(3,2)");
  await sheet.shows("C4", "6");
  await sheet.select("C3");
  const border = page.locator(".cell-mark.spill");
  await expect(border).toBeVisible();
  const size = async () => {
    const b = await border.boundingBox();
    return b && [Math.round(b.width / 100), Math.round(b.height / 24)];
  };
  expect(await size()).toEqual([2, 3]);
  const bar = page.locator(".bar-field");
  await expect(bar).toHaveText("=SEQUENCE(3,2)");
  await expect(bar).toHaveClass(/ghost/);
  // It is not the cell's own: an edit begins with nothing.
  await bar.click();
  await expect(bar).not.toHaveText("=SEQUENCE(3,2)");
  await page.keyboard.press("Escape");
  await sheet.type("C4", "x");
  await sheet.shows("B2", "#SPILL!");
  await sheet.select("B2");
  await expect(page.locator(".cell-mark.spill.blocked")).toBeVisible();
  await sheet.select("E9");
  await expect(border).toHaveCount(0);
});

test("a column that nobody gave a width makes room for a date", async ({ page, book }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.type("A1", "2026-11-22 14:30:05");
  await sheet.saved();
  await expect.poll(() => width(page, "A1")).toBeGreaterThan(140);
  await sheet.type("B1", "=A1+0.5");
  await sheet.shows("B1", "2026-11-23 02:30:05");
  await expect.poll(() => width(page, "B1")).toBeGreaterThan(140);
  await sheet.type("C1", "a text as long as it pleases");
  await sheet.saved();
  expect(await width(page, "C1")).toBe(100);
  // One step back takes the typed date and the width.
  await sheet.type("D1", "22-Nov-2026 14:30");
  await sheet.saved();
  await expect.poll(() => width(page, "D1")).toBeGreaterThan(110);
  await page.keyboard.press("Control+z");
  await sheet.shows("D1", "");
  await expect.poll(() => width(page, "D1")).toBe(100);
});

test("a format and a paste make room too, in their own step of undo", async ({ page, book, api }) => {
  await api.put("A1", [["123456789.25"]]);
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.shows("A1", "123456789.25");
  await sheet.select("A1");
  await page.keyboard.press("Control+Shift+Digit4");
  await sheet.shows("A1", "$123,456,789.25");
  await expect.poll(() => width(page, "A1")).toBeGreaterThan(110);
  await page.keyboard.press("Control+z");
  await sheet.shows("A1", "123456789.25");
  await expect.poll(() => width(page, "A1")).toBe(100);
  await sheet.select("C1");
  await page.evaluate(() => navigator.clipboard.writeText("When\tWhat\n11/22/2026 14:30\ta text as long as it pleases"));
  await page.keyboard.press("Control+v");
  await sheet.shows("C2", "11/22/2026 14:30");
  await expect.poll(() => width(page, "C1")).toBeGreaterThan(110);
  expect(await width(page, "D1")).toBe(100);
});

test("room is made for whatever is put into a column that nobody sized, in whichever tab", async ({ page, book, context }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.type("A1", "=SEQUENCE(3,2)");
  await sheet.type("A4", "=SUM(A1#)");
  await sheet.type("A5", "2026-11-23 07:30");
  await sheet.shows("A5", "2026-11-23 07:30");
  await expect.poll(() => width(page, "A1")).toBeGreaterThan(115);
  const once = await width(page, "A1");
  // A longer one later, after the page has been loaded again.
  await page.reload();
  await sheet.live();
  await sheet.type("A6", "2026-11-23 07:30:15");
  await expect.poll(() => width(page, "A1")).toBeGreaterThan(once + 10);
  // A fill to the right, and dates that a formula spills.
  await sheet.select("A6");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Control+r");
  await expect.poll(() => width(page, "B1")).toBeGreaterThan(once + 10);
  await sheet.type("D1", "=NOW()+SEQUENCE(2,2)");
  await expect.poll(() => width(page, "E1")).toBeGreaterThan(once + 10);
  // Another tab: the width was given, but not by a person.
  const other = await SheetPage.open(await context.newPage(), book.links.editor);
  await other.type("D4", "22 November 2026 02:30:15 PM");
  await other.saved();
  const needed = await width(other.page, "D1");
  expect(needed).toBeGreaterThan(once + 20);
  await expect.poll(() => width(page, "D1")).toBe(needed);
  // A width that a person gave stays.
  const edge = await sheet.box("H1");
  await page.mouse.move(edge.x + edge.width - 1, edge.y - 10);
  await page.mouse.down();
  await page.mouse.move(edge.x + edge.width - 21, edge.y - 10, { steps: 3 });
  await page.mouse.up();
  await expect.poll(() => width(page, "H1")).toBeLessThan(90);
  const own = await width(page, "H1");
  await sheet.type("H2", "2026-11-23 07:30");
  await sheet.shows("H2", "2026-11-23 07:30");
  await sheet.saved();
  expect(await width(page, "H1")).toBe(own);
});

test("one step back takes a formula and the room that was made for it, and one forward brings both", async ({ page, book }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.type("C3", "x");
  await sheet.type("A1", "2026-11-23 07:30:00");
  await sheet.type("B1", "=A1+1");
  await sheet.shows("B1", "2026-11-24 07:30:00");
  await expect.poll(() => width(page, "A1")).toBeGreaterThan(140);
  await expect.poll(() => width(page, "B1")).toBeGreaterThan(140);
  await page.keyboard.press("Control+z");
  await sheet.shows("B1", "");
  await expect.poll(() => width(page, "B1")).toBe(100);
  expect(await width(page, "A1")).toBeGreaterThan(140);
  await sheet.shows("C3", "x");
  await page.keyboard.press("Control+y");
  await sheet.shows("B1", "2026-11-24 07:30:00");
  await expect.poll(() => width(page, "B1")).toBeGreaterThan(140);
});

test("headers put whole columns and rows into a formula, and A1# is one reference", async ({ page, book, api }) => {
  await api.put("B1", [["=SEQUENCE(3,2)"]]);
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.shows("C3", "6");
  await sheet.select("E5");
  await page.keyboard.type("=SUM(B1#)+SUM(");
  await expect(page.locator(".cell-field .tok-ref").first()).toHaveText("B1#");
  const mark = await page.locator(".cell-mark.reference").first().boundingBox();
  expect(mark && [Math.round(mark.width / 100), Math.round(mark.height / 24)]).toEqual([2, 3]);
  const cell = await sheet.box("C1");
  await page.mouse.click(cell.x + cell.width / 2, cell.y - 10);
  const editor = page.getByRole("textbox", { name: "Cell editor" });
  await expect(editor).toHaveText("=SUM(B1#)+SUM(C:C)");
  await page.keyboard.type(",");
  await page.mouse.click(10, cell.y + cell.height / 2);
  await expect(editor).toHaveText("=SUM(B1#)+SUM(C:C,1:1)");
  await page.keyboard.press("Enter");
  await sheet.shows("E5", "36");
});

test("after a click on a tool one goes on typing in the cells", async ({ page, book }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.type("A1", "5");
  await sheet.select("A1");
  await page.getByRole("button", { name: "Bold", exact: true }).click();
  await page.getByRole("button", { name: "More decimals" }).click();
  await sheet.shows("A1", "5.0");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.type("=A1*2");
  await page.keyboard.press("Enter");
  // A formula takes the number format of the cell it reads.
  await sheet.shows("A2", "10.0");
});

test("at the right edge the editor grows to the left", async ({ page, book }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.select("L3");
  await page.keyboard.type('=IF(1>2,"a longer text","another text")');
  const box = await page.locator(".cell-field").boundingBox();
  expect(box && [box.height < 30, box.x + box.width <= 1280]).toEqual([true, true]);
  await page.keyboard.press("Enter");
  await sheet.shows("L3", "another text");
});
