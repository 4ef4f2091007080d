import { expect, Server, test } from "./server";
import { SheetPage } from "./sheet";

test("the share dialog makes, copies and revokes links", async ({ page, browser, book }) => {
  await SheetPage.open(page, book.links.owner);
  await page.locator(".share-button").click();
  const dialog = page.locator("#dialog");
  await dialog.getByLabel("Who has the link can").selectOption("editor");
  await dialog.getByLabel(/For whom/).fill("Wall display");
  await dialog.getByRole("button", { name: "Make link" }).click();
  const row = dialog.locator(".link-row", { hasText: "Wall display" });
  await row.getByRole("button", { name: "Copy" }).click();
  await expect(row.getByRole("button", { name: "Copied" })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain("/s/");
  const guest = await (await browser.newContext()).newPage();
  await SheetPage.open(guest, link);
  await expect(guest.locator("#sheet")).toHaveAttribute("data-role", "editor");

  await row.locator("summary").click();
  await expect(row.getByText("cut off at once")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(row.getByText("cut off at once")).toBeHidden();
  await expect(dialog).toBeVisible();
  await row.locator("summary").click();
  await row.locator(".confirm-box button").click();
  await expect(row).toHaveCount(0);
  await expect(guest.locator("#status")).toHaveAttribute("data-state", "closed", { timeout: 2_000 });
});

test("the dialog closes by its backdrop and not by its padding", async ({ page, book }) => {
  await SheetPage.open(page, book.links.owner);
  await page.locator(".share-button").click();
  const dialog = page.locator("#dialog");
  await expect(dialog.locator(".links")).toBeVisible();
  await dialog.click({ position: { x: 4, y: 40 } });
  await expect(dialog).toBeVisible();
  await page.mouse.click(4, 400);
  await expect(dialog).toBeHidden();
});

test("a server that is away is said in the dialog", async ({ page }) => {
  const server = new Server(["--demo=off"]);
  await server.start();
  await page.goto(server.url);
  await page.getByRole("button", { name: /create/i }).click();
  await new SheetPage(page).live();
  await server.stop();
  await page.locator(".share-button").click();
  await expect(page.locator("#dialog")).toContainText("The server does not answer");
  await server.dispose();
});

test("the owner renames the book and the others see it; Escape takes it back", async ({ page, browser, book }) => {
  await SheetPage.open(page, book.links.owner);
  const guest = await (await browser.newContext()).newPage();
  await SheetPage.open(guest, book.links.viewer);
  const title = page.getByLabel("Title of the book");
  await title.fill("Never mind");
  await title.press("Escape");
  await expect(title).not.toHaveValue("Never mind");
  await title.fill("Greenhouse north");
  await title.press("Enter");
  await expect(guest.locator("#book-title")).toHaveText("Greenhouse north");
  await expect(guest).toHaveTitle(/^Greenhouse north/);
});

test("light and dark stay as chosen", async ({ page, server }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(server.url);
  const ground = () => page.evaluate(() => getComputedStyle(document.body.parentElement!).backgroundColor);
  const light = await ground();
  const toggle = page.getByRole("button", { name: "Dark appearance" });
  await toggle.click();
  await expect(toggle).toHaveAttribute("aria-pressed", "true");
  const dark = await ground();
  expect(dark).not.toBe(light);
  await page.goto(`${server.url}/help`);
  expect(await ground()).toBe(dark);
});

test("functions are found by what they do", async ({ page, server }) => {
  await page.goto(`${server.url}/help`);
  await page.getByLabel("Find a function").fill("sum");
  const sum = page.getByRole("link", { name: /^SUM\(/ });
  await expect(sum).toBeVisible();
  await expect(page.getByRole("link", { name: /^UPPER\(/ })).toBeHidden();
  await expect(page.getByRole("heading", { name: /^\d+ of \d+ functions$/ })).toBeVisible();
  await sum.click();
  await expect(page.getByRole("heading", { name: "SUM", exact: true })).toBeVisible();
  await page.goBack();
  await page.getByLabel("Find a function").fill("time series mean");
  await expect(page.getByRole("link", { name: /^avg_over\(/i })).toBeVisible();
  await page.getByLabel("Find a function").fill("nothing like it");
  await expect(page.getByRole("heading", { name: /^0 of/ })).toBeVisible();
  await expect(page.getByText("No function matches.")).toBeVisible();
});

test("a book one has no key for and one that is not look the same", async ({ page, server, book }) => {
  const closed = await page.goto(`${server.url}/b/${book.id}`);
  const text = await page.locator("main").textContent();
  const absent = await page.goto(`${server.url}/b/zzzzzzzzzzzzzzzz`);
  expect([closed?.status(), await page.locator("main").textContent()]).toEqual([absent?.status(), text]);
});
