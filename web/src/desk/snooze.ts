// The times that one puts things off to, in the reader's own days. Pure.
export type SnoozeName = "hour" | "three" | "tomorrow" | "week";

const hour_ms = 3_600_000;

function morning(now: number, days: number): number {
  const day = new Date(now);
  day.setDate(day.getDate() + days);
  return day.setHours(9, 0, 0, 0);
}

export function snoozeTimes(now: number): readonly { readonly name: SnoozeName; readonly at: number }[] {
  const weekday = new Date(now).getDay();
  const toMonday = (8 - weekday) % 7 || 7;
  const all: { name: SnoozeName; at: number }[] = [
    { name: "hour", at: now + hour_ms }, { name: "three", at: now + 3 * hour_ms }, { name: "tomorrow", at: morning(now, 1) },
  ];
  return toMonday > 1 ? [...all, { name: "week", at: morning(now, toMonday) }] : all;
}
