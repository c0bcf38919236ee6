// "Now: open until 18:00", in the reader's language and the inbox's own time.
import { localeFor, spaced } from "../words/times";
import type { Lang, Say } from "../words/words";
import type { Standing } from "./hours";
import type { Key } from "./speech";

export function standingText(lang: Lang, say: Say<Key>, { open, until, now }: Standing): string {
  if (until === null) return say(open ? "hours.now.always" : "hours.now.never");
  const locale = localeFor(lang, globalThis.navigator?.languages ?? []);
  const part = (options: Intl.DateTimeFormatOptions): string => spaced(new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(until * 60_000));
  const time = part({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const days = Math.floor(until / 1_440) - Math.floor(now / 1_440);
  const day = days === 0 ? "" : days === 1 ? say("hours.tomorrow") : days < 7 ? part({ weekday: "long" }) : part({ month: "long", day: "numeric" });
  if (open) return day === "" ? say("hours.now.open", { time }) : say("hours.now.open.day", { day, time });
  return day === "" ? say("hours.now.closed", { time }) : say("hours.now.closed.day", { day, time });
}
