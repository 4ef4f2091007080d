/** A tint over cells that changed, fading out: on a canvas of its own, so that no text is drawn again for it. */
import type { Theme } from "./theme";

const LIFE = 1100;
const HOLD = 250;

interface Flash {
  row: number;
  col: number;
  trend: number;
  at: number;
}

export class Flashes {
  private readonly flashes = new Map<number, Flash>();
  private readonly still = matchMedia("(prefers-reduced-motion: reduce)");

  add(row: number, col: number, trend: number, now: number): void {
    if (this.still.matches) return;
    this.flashes.set(row * 16384 + col, { row, col, trend, at: now });
  }

  clear(): void {
    this.flashes.clear();
  }

  get busy(): boolean {
    return this.flashes.size > 0;
  }

  /** Draws what is left of the flashes; rect gives a cell's place on the canvas or undefined when it is out of sight. */
  paint(
    ctx: CanvasRenderingContext2D,
    now: number,
    theme: Theme,
    rect: (row: number, col: number) => { x: number; y: number; w: number; h: number } | undefined,
  ): void {
    for (const [key, f] of this.flashes) {
      const age = now - f.at;
      const place = age < LIFE ? rect(f.row, f.col) : undefined;
      if (!place) {
        this.flashes.delete(key);
        continue;
      }
      const rest = age < HOLD ? 1 : 1 - (age - HOLD) / (LIFE - HOLD);
      ctx.globalAlpha = rest * rest;
      ctx.fillStyle = f.trend > 0 ? theme.flashUp : f.trend < 0 ? theme.flashDown : theme.flash;
      ctx.fillRect(place.x, place.y, place.w, place.h);
    }
    ctx.globalAlpha = 1;
  }
}
