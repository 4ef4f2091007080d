import type { Clock } from "./socket";

/** Does something at once when poked, but at most once in a while; pokes meanwhile are made up for when the while is over. */
export class Pace {
  private timer: unknown;
  private poked = false;

  constructor(
    private readonly clock: Clock,
    private readonly ms: number,
    private readonly act: () => void,
  ) {}

  poke(): void {
    if (this.timer !== undefined) {
      this.poked = true;
      return;
    }
    this.poked = false;
    this.timer = this.clock.after(this.ms, () => {
      this.timer = undefined;
      if (this.poked) this.poke();
    });
    this.act();
  }

  close(): void {
    this.clock.cancel(this.timer);
  }
}
