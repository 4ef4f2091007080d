/** What of the book the tab wants to be told, and what of that the server knows. */
import type { Range, Rect } from "./model";
import type { ViewMessage } from "./protocol";
import { viewOf } from "./tiles";

export class Sight {
  private wanted: ViewMessage | undefined;
  private told = "";

  /** From now on this is wanted. */
  want(sheet: number, rect: Rect, pins: readonly Range[]): void {
    this.wanted = viewOf(sheet, rect, pins);
  }

  /** Whether the server knows all of what is wanted: then what is held of it has been kept current. */
  get known(): ViewMessage | undefined {
    return this.wanted && this.told === JSON.stringify(this.wanted) ? this.wanted : undefined;
  }

  /** What a hello says; it is told with it. */
  hello(): ViewMessage | undefined {
    return this.tell();
  }

  /** The sheets are known: what was wanted of sheet 0, be it told or not, is of the first. */
  arrive(first: number | undefined): void {
    if (this.wanted?.sheet !== 0) return;
    const told = this.known;
    this.wanted = first ? { ...this.wanted, sheet: first } : undefined;
    if (told) this.tell();
  }

  /** What is wanted and not told yet; it is told with this. */
  news(): ViewMessage | undefined {
    return this.wanted?.sheet && !this.known ? this.tell() : undefined;
  }

  /** The server did not take what it was told last. */
  refused(): void {
    this.told = "";
  }

  private tell(): ViewMessage | undefined {
    this.told = this.wanted ? JSON.stringify(this.wanted) : "";
    return this.wanted;
  }
}
