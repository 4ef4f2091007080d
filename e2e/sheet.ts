import { expect, type Page } from "@playwright/test";
import type { FreshetHook } from "../web/hook";

/** One open book in a tab, driven as a person would: keys, mouse, and what can be seen. */
export class SheetPage {
  constructor(readonly page: Page) {}

  /** Opens a link and waits until the book is live. */
  static async open(page: Page, link: string): Promise<SheetPage> {
    const sheet = new SheetPage(page);
    await page.goto(link);
    await sheet.live();
    return sheet;
  }

  /** Waits until the page says that it is live. */
  async live(): Promise<void> {
    await expect(this.page.locator("#status")).toHaveAttribute("data-state", "live");
    await this.page.waitForFunction(() => (window as { freshet?: FreshetHook }).freshet?.position() !== undefined);
  }

  /** Waits until everything typed is committed. */
  async saved(): Promise<void> {
    await expect(this.page.locator("#status")).toHaveAttribute("data-saved", "saved");
  }

  /** Makes a cell the active one with the mouse. */
  async select(ref: string): Promise<void> {
    const box = await this.box(ref);
    await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  }

  /** Selects a range with the mouse. */
  async drag(from: string, to: string): Promise<void> {
    const a = await this.box(from);
    const b = await this.box(to);
    await this.page.mouse.move(a.x + a.width / 2, a.y + a.height / 2);
    await this.page.mouse.down();
    await this.page.mouse.move(b.x + b.width / 2, b.y + b.height / 2, { steps: 4 });
    await this.page.mouse.up();
  }

  /** Types into a cell and commits with Enter. */
  async type(ref: string, text: string): Promise<void> {
    await this.select(ref);
    await this.page.keyboard.type(text);
    await this.page.keyboard.press("Enter");
  }

  /** Waits until a cell shows a text. */
  async shows(ref: string, text: string): Promise<void> {
    await expect.poll(() => this.text(ref), { message: `${ref} shows ${text}` }).toBe(text);
  }

  /** What a cell shows now; "" for a blank one. */
  async text(ref: string): Promise<string> {
    return this.page.evaluate((r) => (window as { freshet?: FreshetHook }).freshet?.cell(r)?.text ?? "", ref);
  }

  /** What the editor would show for a cell. */
  async input(ref: string): Promise<string> {
    return this.page.evaluate((r) => (window as { freshet?: FreshetHook }).freshet?.cell(r)?.input ?? "", ref);
  }

  /** Whether a cell is being edited. */
  async editing(): Promise<boolean> {
    return this.page.evaluate(() => (window as { freshet?: FreshetHook }).freshet?.state().editing ?? false);
  }

  /** Where a cell is on the page; it is brought into sight. */
  async box(ref: string): Promise<{ x: number; y: number; width: number; height: number }> {
    await this.page.evaluate((r) => (window as { freshet?: FreshetHook }).freshet?.reveal(r), ref);
    const find = () => this.page.evaluate((r) => (window as { freshet?: FreshetHook }).freshet?.rect(r), ref);
    await expect.poll(find, { message: `${ref} is in sight` }).toBeTruthy();
    const box = await find();
    if (box === undefined) throw new Error(`${ref} is out of sight`);
    return box;
  }
}
