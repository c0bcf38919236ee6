// What this person has chosen at this desk, remembered on this device.
import { ref, type Ref } from "vue";
import type { Store } from "../live/ports";

/** A choice among words; whatever else stands in the store counts as the first. */
export function remembered<T extends string>(store: Store, name: string, choices: readonly [T, ...T[]]): Ref<T> & { choose(next: T): void } {
  const key = `zhiyin.desk.${name}`;
  const kept = store.get(key);
  const chosen = ref(choices.find((one) => one === kept) ?? choices[0]) as Ref<T>;
  return Object.assign(chosen, {
    choose(next: T): void {
      chosen.value = next;
      store.set(key, next);
    },
  });
}
