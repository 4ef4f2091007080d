import { expect, test } from "./server";
import { SheetPage } from "./sheet";

test("a German browser makes a book in which decimals are written with a comma", async ({ browser, server }) => {
  const context = await browser.newContext({ locale: "de-DE" });
  const page = await context.newPage();
  await page.goto(server.url);
  await page.getByRole("button", { name: /create/i }).click();
  const sheet = new SheetPage(page);
  await sheet.live();
  await sheet.type("A1", "1,5");
  await sheet.type("A2", "22.11.2026");
  await sheet.type("A3", "=SUM(A1;2,5)");
  await sheet.type("A4", '=TEXT(A2;"yyyy-mm-dd")');
  await sheet.type("A5", "=SUM({1,5\\2})");
  await sheet.shows("A3", "4");
  await sheet.shows("A1", "1,5");
  await sheet.shows("A4", "2026-11-22");
  await sheet.shows("A5", "3,5");
  expect(await sheet.input("A3")).toBe("=SUM(A1;2,5)");
  await sheet.type("A6", "2026-12-31 13:45");
  await expect.poll(() => sheet.input("A6")).toBe("31.12.2026 13:45:00");
  await sheet.select("A2");
  await page.keyboard.press("F2");
  await expect(page.locator(".bar-field")).toHaveAttribute("data-text", /^22\.11\.2026\s*$/);
  await page.keyboard.press("Enter");
  await sheet.shows("A4", "2026-11-22");
  await sheet.saved();

  // The same book in English: what is stored is canonical.
  await page.getByRole("button", { name: "Numbers and dates: Deutsch" }).click();
  await page.getByRole("menuitemradio", { name: "English (US)" }).click();
  await sheet.shows("A1", "1.5");
  await sheet.shows("A5", "3.5");
  await expect.poll(() => sheet.input("A3")).toBe("=SUM(A1,2.5)");
  await expect.poll(() => sheet.input("A5")).toBe("=SUM({1.5,2})");
  await context.close();
});
