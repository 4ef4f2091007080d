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

      test("pages have no serious accessibility violation", async ({ page, station }) => {
        await page.goto(station.url);
        await page.screenshot({ path: `test-results/look/home-${scheme}-${device}.png`, fullPage: true });
        expect(await serious(page)).toEqual([]);
        const sheet = await openStation(page, station);
        await expect.poll(async () => (await sheet.page.evaluate(() => window.freshet?.position()?.version)) ?? 0).toBeGreaterThan(26);
        await page.screenshot({ path: `test-results/look/station-${scheme}-${device}.png` });
        expect(await serious(page)).toEqual([]);
        await page.goto(`${station.url}/help`);
        await page.screenshot({ path: `test-results/look/help-${scheme}-${device}.png` });
        expect(await serious(page)).toEqual([]);
      });
    });
  }
}

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
