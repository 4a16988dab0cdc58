/** Who is told what, by name: the engine's events. */
export interface Listeners<Events> {
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void;
  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void;
}

/** Makes an empty table of listeners; each is called in the order it came, until its own function takes it out. */
export function createListeners<Events>(): Listeners<Events> {
  const table = new Map<keyof Events, Set<(event: never) => void>>();
  return {
    on(name, listener) {
      const listeners = table.get(name) ?? new Set();
      table.set(name, listeners);
      // A function of its own, so that the same listener may be added twice.
      const entry = (event: never) => listener(event);
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
    emit(name, event) {
      for (const listener of table.get(name) ?? []) listener(event as never);
    },
  };
}
