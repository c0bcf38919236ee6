// The time that somebody must wait, counted down while he looks.
import { computed, onUnmounted, ref, type ComputedRef } from "vue";

export interface Locked {
  /** Seconds still to wait; 0 when there is nothing to wait for. */
  readonly left: ComputedRef<number>;
  lock(seconds: number): void;
}

export function useLocked(): Locked {
  const until = ref(0);
  const now = ref(Date.now());
  const timer = setInterval(() => (now.value = Date.now()), 250);
  onUnmounted(() => clearInterval(timer));
  return {
    left: computed(() => Math.max(0, Math.ceil((until.value - now.value) / 1_000))),
    lock(seconds) {
      now.value = Date.now();
      until.value = now.value + seconds * 1_000;
    },
  };
}
