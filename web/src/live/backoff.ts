// How long to wait before the n-th try, and what a close code asks for (docs/live-protocol.md, "How a connection ends").
import type { Chance } from "./ports";

const cap_ms = 30_000;
const base_ms = 500;
const drain_ms = 1_000;

/** A random delay between 0 and min(30 s, 0.5 s × 2^n). */
export const backoff = (tries: number, chance: Chance): number => chance() * Math.min(cap_ms, base_ms * 2 ** Math.min(tries, 16));

export type Ending =
  | { readonly kind: "retry"; readonly delay_ms: number }
  /** Not allowed: asking again unchanged would be answered the same. */
  | { readonly kind: "stop" };

export function afterClose(code: number, tries: number, chance: Chance): Ending {
  if (code === 1008) return { kind: "stop" };
  if (code === 1001) return { kind: "retry", delay_ms: chance() * drain_ms };
  return { kind: "retry", delay_ms: backoff(tries, chance) };
}
