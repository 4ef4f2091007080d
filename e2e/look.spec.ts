import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { Api, test as base, expect, Server } from "./server";
import { SheetPage } from "./sheet";

const test = base.extend<object, { station: Server }>({
  station: [
    // biome-ignore lint/correctness/noEmptyPattern: the fixture's shape is Playwright's
    async ({}, use) => {
      const server = new Server();
      await server.start();
      await use(server);
      await server.dispose();
    },
    { scope: "worker" },
  ],
});

async function serious(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations
    .filter((v) => v.impact === "serious" || v.impact === "critical")
    .map((v) => `${v.id}: ${v.help}\n${v.nodes.map((n) => n.html).join("\n")}`);
}

async function openStation(page: Page, station: Server): Promise<SheetPage> {
  await page.goto(station.url);
  await page.locator('a[href="/demo"]').click();
  const sheet = new SheetPage(page);
  await sheet.live();
  return sheet;
}

for (const scheme of ["light", "dark"] as const) {
  for (const [device, width, height] of [
    ["desktop", 1280, 800],
    ["phone", 375, 800],
  ] as const) {
    test.describe(`${scheme} on a ${device}`, () => {
      test.use({ colorScheme: scheme, viewport: { width, height } });

      test("the front page", async ({ page, station }) => {
        await page.goto(station.url);
        await page.screenshot({ path: `test-results/look/home-${scheme}-${device}.png`, fullPage: true });
        expect(await serious(page)).toEqual([]);
      });

      test("the Weather station", async ({ page, station }) => {
        await openStation(page, station);
        await expect.poll(() => page.evaluate(() => window.freshet?.position()?.version ?? 0)).toBeGreaterThan(26);
        await page.screenshot({ path: `test-results/look/station-${scheme}-${device}.png` });
        expect(await serious(page)).toEqual([]);
      });
    });
  }
}

test("what opens while a formula is typed", async ({ page, station }) => {
  const sheet = await openStation(page, station);
  await sheet.select("H20");
  await page.keyboard.type("=su");
  await expect(page.locator(".cm-tooltip-autocomplete [role=option]").first()).toBeVisible();
  await expect(page.locator(".cm-tooltip-autocomplete [role=listbox]")).toHaveAttribute("tabindex", "0");
  expect(await serious(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.keyboard.type("m(1,");
  await expect(page.locator(".tip")).toContainText("numbers or ranges");
  expect(await serious(page)).toEqual([]);
  await page.keyboard.type("*2");
  await page.keyboard.press("Enter");
  await expect(page.locator("#edit-problem")).toHaveAttribute("role", "alert");
  expect(await serious(page)).toEqual([]);
});

// The page is long; what repeats in it is checked once.
test("the help page", async ({ page, station }) => {
  await page.goto(`${station.url}/help`);
  await page.screenshot({ path: "test-results/look/help.png" });
  await page.evaluate(() => {
    for (const group of document.querySelectorAll("main section")) {
      for (const card of [...group.querySelectorAll("article, details, li")].slice(3)) card.remove();
    }
  });
  expect(await serious(page)).toEqual([]);
});

test("the picture of the README", async ({ page, station }) => {
  const sheet = await openStation(page, station);
  // A day of the data, so that the trends have a shape.
  await expect.poll(() => page.evaluate(() => window.freshet?.position()?.version ?? 0), { timeout: 90_000 }).toBeGreaterThan(45);
  await sheet.select("B5");
  await expect(page.locator("#panel canvas").first()).toBeVisible();
  await page.mouse.move(640, 780);
  await page.screenshot({ path: process.env.PICTURE ? "e2e/picture.png" : "test-results/look/picture.png" });
});

test("the Weather station ticks by itself", async ({ page, station }) => {
  await openStation(page, station);
  const version = () => page.evaluate(() => window.freshet?.position()?.version ?? 0);
  const first = await version();
  await expect.poll(version).toBeGreaterThan(first + 1);
});

test("no page breaks its content security policy", async ({ page, station }) => {
  const broken: string[] = [];
  page.on("console", (m) => {
    if (m.type() === "error" || /Content Security Policy/.test(m.text())) broken.push(m.text());
  });
  page.on("pageerror", (e) => broken.push(e.message));
  const book = await Api.create(station, "policy");
  const sheet = await SheetPage.open(page, book.links.owner);
  await sheet.type("A1", "=SUM(1,2)");
  await sheet.shows("A1", "3");
  await page.locator(".share-button").click();
  await expect(page.locator("#dialog")).toBeVisible();
  expect(broken).toEqual([]);
});
