/** Who listens to which event. */
export class Listeners<Events> {
  private readonly sets = new Map<keyof Events, Set<(detail: never) => void>>();

  /** Listens; the answer stops listening. */
  add<E extends keyof Events>(event: E, fn: (detail: Events[E]) => void): () => void {
    const set = this.sets.get(event) ?? new Set();
    this.sets.set(event, set);
    set.add(fn);
    return () => set.delete(fn);
  }

  /** Tells everybody who listens now; who begins to listen meanwhile is not told. */
  tell<E extends keyof Events>(event: E, detail: Events[E]): void {
    for (const fn of [...(this.sets.get(event) ?? [])]) (fn as (detail: Events[E]) => void)(detail);
  }
}
