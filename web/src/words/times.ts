// Times as a person says them, in his language and time zone.
import type { Lang, Say } from "./words";

const minute_ms = 60_000;
const hour_ms = 60 * minute_ms;
const day_ms = 24 * hour_ms;

export type TimeKey = "time.today" | "time.yesterday" | "time.day" | "time.now" | "time.minutes" | "time.hours" | "time.days";
export type OpeningKey = "opens.today" | "opens.tomorrow" | "opens.weekday" | "opens.date";

/** The reader's own variety of the language (en-GB, zh-TW), where the browser names one. */
export function localeFor(lang: Lang, wished: readonly string[]): string {
  return wished.find((one) => one.toLowerCase().startsWith(lang)) ?? (lang === "zh" ? "zh-CN" : "en-GB");
}

/** Air between Han and digits or Latin letters, for browsers that do not make it themselves. */
export const spaced = (text: string): string =>
  text.replace(/(\p{Script=Han})([A-Za-z0-9])/gu, "$1 $2").replace(/([A-Za-z0-9])(\p{Script=Han})/gu, "$1 $2");

/** The local day, as a word that sorts and changes at midnight. */
export function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/** The local midnight before; days with a change of clocks are rounded to whole ones by who compares. */
const startOf = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

interface Format {
  format(at: number): string;
}

/** Made when it is first needed: on a slow phone each costs more than all the rest of a page's start. */
function later(locale: string, options: Intl.DateTimeFormatOptions): Format {
  let made: Intl.DateTimeFormat | null = null;
  return { format: (at) => (made ??= new Intl.DateTimeFormat(locale, options)).format(at) };
}

export class Times {
  private readonly hour: Format;
  private readonly day: Format;
  private readonly weekday: Format;
  private readonly farDay: Format;
  private readonly shortDay: Format;

  constructor(
    locale: string,
    private readonly say: Say<TimeKey>,
  ) {
    this.hour = later(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    this.day = later(locale, { day: "numeric", month: "long" });
    this.weekday = later(locale, { weekday: "long" });
    this.farDay = later(locale, { day: "numeric", month: "long", year: "numeric" });
    this.shortDay = later(locale, { day: "numeric", month: "short" });
  }

  clock(at: number): string {
    return this.hour.format(at);
  }

  /** A day break's words. */
  dayLine(at: number, now: number): string {
    if (Math.abs(now - at) > 180 * day_ms) return spaced(this.farDay.format(at));
    const date = this.say("time.day", { day: spaced(this.day.format(at)), weekday: this.weekday.format(at) });
    if (dayOf(at) === dayOf(now)) return this.say("time.today", { date });
    return dayOf(at) === dayOf(now - day_ms) ? this.say("time.yesterday", { date }) : date;
  }

  /** When something was: the hour today, the day before that. */
  short(at: number, now: number): string {
    return dayOf(at) === dayOf(now) ? this.clock(at) : spaced(this.shortDay.format(at));
  }

  /** When somebody is back, in the reader's own days: within a week by the day's name. */
  opening(at: number, now: number, say: Say<OpeningKey>): string {
    const time = this.clock(at);
    const days = Math.round((startOf(at) - startOf(now)) / day_ms);
    if (days <= 0) return say("opens.today", { time });
    if (days === 1) return say("opens.tomorrow", { time });
    return days < 7 ? say("opens.weekday", { weekday: this.weekday.format(at), time }) : say("opens.date", { date: spaced(this.day.format(at)), time });
  }

  /** How long something lasts, in its largest unit. */
  lasting(ms: number): string {
    if (ms < minute_ms) return this.say("time.now");
    if (ms < hour_ms) return this.say("time.minutes", { n: Math.floor(ms / minute_ms) });
    return ms < day_ms ? this.say("time.hours", { n: Math.floor(ms / hour_ms) }) : this.say("time.days", { n: Math.floor(ms / day_ms) });
  }
}
