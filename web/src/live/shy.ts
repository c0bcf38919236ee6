// A store that keeps nothing in the browser before there is a need: a visitor who only looks leaves no trace.
import type { Store } from "./ports";

/** What is set as `held` stays in memory until something whose key begins with one of `needs` is kept. */
export function shy(store: Store, held: string, needs: readonly string[]): Store {
  let memory: string | null = null;
  const needed = (): boolean => store.get(held) !== null || needs.some((prefix) => store.keys(prefix).length > 0);
  return {
    get: (key) => store.get(key) ?? (key === held ? memory : null),
    set: (key, value) => {
      if (key === held && !needed()) {
        memory = value;
        return true;
      }
      const kept = store.set(key, value);
      if (memory !== null && needs.some((prefix) => key.startsWith(prefix))) {
        // Another page of this person may have kept one meanwhile: the first one counts.
        if (store.get(held) === null) store.set(held, memory);
        memory = null;
      }
      return kept;
    },
    remove: (key) => {
      if (key === held) memory = null;
      store.remove(key);
    },
    keys: (prefix) => store.keys(prefix),
  };
}
