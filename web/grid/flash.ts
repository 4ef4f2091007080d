/** A tint over cells that changed, fading out: on a canvas of its own, so that no text is drawn again for it. */
import { el } from "./dom";
import { cellBox, type Frame } from "./frame";
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
  readonly canvas = el("canvas", { class: "grid-flashes", "aria-hidden": "true" });
  private readonly ctx = this.canvas.getContext("2d")!;
  private painted = false;
  private readonly flashes = new Map<number, Flash>();
  private readonly still = matchMedia("(prefers-reduced-motion: reduce)");

  add(row: number, col: number, trend: number, now: number): void {
    if (this.still.matches) return;
    this.flashes.set(row * 16384 + col, { row, col, trend, at: now });
  }

  clear(): void {
    this.flashes.clear();
  }

  /** Draws what is left of the flashes over a frame; true while there is more to come. */
  paint(f: Frame, theme: Theme): boolean {
    if (this.flashes.size === 0 && !this.painted) return false;
    const w = Math.round(f.width * f.dpr);
    const h = Math.round(f.height * f.dpr);
    const { ctx } = this;
    if (this.canvas.width !== w || this.canvas.height !== h) {
      this.canvas.width = w;
      this.canvas.height = h;
    }
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, w, h);
    ctx.setTransform(f.dpr, 0, 0, f.dpr, 0, 0);
    ctx.save();
    ctx.beginPath();
    ctx.rect(f.left0, f.top0, f.width, f.height);
    ctx.clip();
    const now = performance.now();
    for (const [key, flash] of this.flashes) {
      const age = now - flash.at;
      const place = age < LIFE ? cellBox(f, flash.row, flash.col) : undefined;
      if (!place) {
        this.flashes.delete(key);
        continue;
      }
      const rest = age < HOLD ? 1 : 1 - (age - HOLD) / (LIFE - HOLD);
      ctx.globalAlpha = rest * rest;
      ctx.fillStyle = flash.trend > 0 ? theme.flashUp : flash.trend < 0 ? theme.flashDown : theme.flash;
      ctx.fillRect(place.x, place.y, place.w, place.h);
    }
    ctx.restore();
    this.painted = this.flashes.size > 0;
    return this.painted;
  }
}
