/** A set of listeners by event name. Listeners are called in the order in which they came; one may leave while it is called. */
export class Emitter<E extends object> {
  private readonly listeners = new Map<keyof E, Set<(detail: never) => void>>();

  /** Listens; the answer stops listening. */
  on<K extends keyof E>(event: K, fn: (detail: E[K]) => void): () => void {
    let set = this.listeners.get(event);
    if (!set) {
      set = new Set();
      this.listeners.set(event, set);
    }
    set.add(fn as (detail: never) => void);
    return () => set.delete(fn as (detail: never) => void);
  }

  emit<K extends keyof E>(event: K, detail: E[K]): void {
    for (const fn of this.listeners.get(event) ?? []) (fn as (detail: E[K]) => void)(detail);
  }
}
