// Opening hours as somebody edits them, and how they stand at a moment. The server decides by its own calculation (src/hours); this one is for
// the sentence under the editor, before anything is saved.
import type { components } from "../api/schema";

export type Hours = components["schemas"]["Hours"];
export type Day = components["schemas"]["Day"];
export interface Span {
  from: string;
  to: string;
}
export interface DayPlan {
  readonly day: Day;
  spans: Span[];
}
export interface DatePlan {
  date: string;
  name: string;
  spans: Span[];
}
/** One row a day, Monday first, as the editor shows them. */
export interface Plan {
  zone: string;
  week: DayPlan[];
  dates: DatePlan[];
}

export const days: readonly Day[] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
export const day_spans_max = 12;

const day_minutes = 24 * 60;

/** Lenient with what is typed: 9, 930, 9.30 and 21:5 are times. null: none of a day. */
export function readTime(text: string, end = false): string | null {
  const typed = text.trim().replace(/[.：点时h]/g, ":").replace(/:$/, "");
  const [, h = "", m = ""] = /^(\d{1,2})(?::(\d{1,2}))?$/.exec(typed) ?? /^(\d{1,2})(\d{2})$/.exec(typed) ?? [];
  if (h === "") return null;
  const minutes = Number(h) * 60 + Number(m === "" ? 0 : m);
  if (Number(m) > 59 || minutes > day_minutes || (minutes === day_minutes && !end)) return null;
  return `${h.padStart(2, "0")}:${m.padStart(2, "0")}`;
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Minutes after the day's midnight; past 1440 it goes on into the next day. null: it cannot be read, or has no length. */
function stretch(span: Span): readonly [number, number] | null {
  if (readTime(span.from) !== span.from || readTime(span.to, true) !== span.to) return null;
  const [from, to] = [minutesOf(span.from), minutesOf(span.to)];
  if (from === to) return null;
  return [from, to > from ? to : to + day_minutes];
}

/** Ends on the day after. */
export const overnight = (span: Span): boolean => (stretch(span)?.[1] ?? 0) > day_minutes;

export type SpanFault = "fault.time" | "fault.span.empty" | "fault.span.overlap";

/** What is wrong with each span of a day; null for nothing. */
export function faultsOf(spans: readonly Span[]): (SpanFault | null)[] {
  const found = spans.map(stretch);
  return spans.map((span, n) => {
    const own = found[n];
    if (!own) return readTime(span.from) === null || readTime(span.to, true) === null ? "fault.time" : "fault.span.empty";
    return found.slice(0, n).some((one) => one && one[0] < own[1] && own[0] < one[1]) ? "fault.span.overlap" : null;
  });
}

export const isWell = (plan: Plan): boolean =>
  [...plan.week, ...plan.dates].every(({ spans }) => faultsOf(spans).every((one) => one === null)) &&
  plan.dates.every(({ date }, n) => /^\d{4}-\d\d-\d\d$/.test(date) && plan.dates.findIndex((one) => one.date === date) === n);

const office: Span = { from: "09:00", to: "18:00" };
/** What an inbox that was always open begins with: five working days. */
export const freshPlan = (zone: string): Plan => ({ zone, week: days.map((day, n) => ({ day, spans: n < 5 ? [{ ...office }] : [] })), dates: [] });

export function planOf(hours: Hours): Plan {
  return {
    zone: hours.time_zone,
    week: days.map((day) => ({ day, spans: hours.week.filter((one) => one.day === day).map(({ from, to }) => ({ from, to })) })),
    dates: hours.exceptions.map(({ date, name, spans }) => ({ date, name, spans: spans.map(({ from, to }) => ({ from, to })) })),
  };
}

export function hoursOf(plan: Plan): Hours {
  return {
    time_zone: plan.zone,
    week: plan.week.flatMap(({ day, spans }) => spans.map(({ from, to }) => ({ day, from, to }))),
    exceptions: plan.dates.map(({ date, name, spans }) => ({ date, name: name.trim(), spans: spans.map(({ from, to }) => ({ from, to })) })),
  };
}

/** The next span for a day: after its last one, as long as the day has room. */
export function nextSpan(spans: readonly Span[]): Span {
  const end = Math.max(0, ...spans.map((one) => stretch(one)?.[1] ?? 0));
  if (spans.length === 0 || end >= day_minutes - 120) return { ...office };
  const clock = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  return { from: clock(end + 60), to: clock(Math.min(end + 300, day_minutes)) };
}

/** What the zone's clock and calendar show, in minutes as if they were UTC's. */
function shown(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? 0);
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute")) / 60_000;
}

export interface Standing {
  readonly open: boolean;
  /** When that changes, on the zone's clock in minutes as if they were UTC's; null: not within the year. */
  readonly until: number | null;
  /** The zone's clock now. */
  readonly now: number;
}

const looked_ahead_days = 370;

/** Spans of neighbouring days that touch are one. */
export function standing(plan: Plan, at: number): Standing {
  const now = shown(plan.zone, at);
  const today = Math.floor(now / day_minutes);
  const dates = new Map(plan.dates.map(({ date, spans }) => [Date.parse(`${date}T00:00:00Z`) / 60_000 / day_minutes, spans]));
  let until: number | null = null;
  let open = false;
  for (let day = today - 1; day <= today + looked_ahead_days; day += 1) {
    // 1 January 1970 was a Thursday.
    const spans = dates.get(day) ?? plan.week[(day + 3) % 7]?.spans ?? [];
    const here = spans.map(stretch).filter((one) => one !== null).sort((a, b) => a[0] - b[0]);
    for (const [from, to] of here) {
      const [begin, end] = [day * day_minutes + from, day * day_minutes + to];
      if (end <= now) continue;
      if (begin <= now) [open, until] = [true, Math.max(end, until ?? end)];
      else if (!open) return { open, until: begin, now };
      else if (until !== null && begin <= until) until = Math.max(until, end);
      else return { open, until, now };
    }
    // Open without a gap for more than a week: for good.
    if (open && until !== null && until > now + 8 * day_minutes) return { open, until: null, now };
  }
  return { open, until, now };
}

/** "UTC+08:00", as it is at that moment. */
export function offsetOf(zone: string, at: number): string {
  const minutes = Math.round(shown(zone, at) - Math.floor(at / 60_000));
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? "−" : "+"}${String(Math.floor(size / 60)).padStart(2, "0")}:${String(size % 60).padStart(2, "0")}`;
}

export function zones(): string[] {
  const all = Intl.supportedValuesOf("timeZone");
  return all.includes("UTC") ? all : ["UTC", ...all];
}
