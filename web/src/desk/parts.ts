// The parts of one's own conversations. Pure.
import type { Row } from "../live/protocol";

export const parts = ["all", "waiting", "going", "asleep"] as const;
export type Part = (typeof parts)[number];

export const sleeps = (row: Pick<Row, "snoozed_until">, now: number): boolean => row.snoozed_until != null && Date.parse(row.snoozed_until) > now;

export function partOf(row: Row, now: number): Exclude<Part, "all"> {
  if (sleeps(row, now)) return "asleep";
  return row.waiting_since !== null ? "waiting" : "going";
}
