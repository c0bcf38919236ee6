// What happened, in one quiet line.
import type { IconName } from "../look/icons";
import type { Happened } from "../live/happened";
import type { Person } from "../live/protocol";
import { nameOf } from "../words/names";
import type { Times } from "../words/times";
import type { Say } from "../words/words";
import type { Key } from "./speech";

export interface EventLine {
  readonly icon: IconName;
  readonly what: string;
  readonly why: string;
}
interface Told {
  readonly say: Say<Key>;
  readonly times: Times;
  readonly me: Person;
  readonly now: number;
  teamName(id: string | null): string;
}

function stageLine(one: Extract<Happened, { what: "stage" }>, told: Told, by: string): EventLine {
  const { say, me } = told;
  const who = one.assignee === null ? "" : one.assignee.id === me.id ? say("ev.you") : nameOf(one.assignee, say);
  const self = one.by !== null && one.by.id === one.assignee?.id;
  switch (one.stage) {
    case "assigned":
      if (one.before === "resolved" || one.before === "wrap_up") return { icon: "reply", what: say("ev.reopened"), why: by };
      return self ? { icon: "user", what: say("ev.taken", { name: who }), why: "" } : { icon: "transfer", what: say("ev.assigned", { name: who }), why: by };
    case "queued":
      return { icon: "route", what: say(one.before === "resolved" ? "ev.back" : "ev.queued"), why: by };
    case "wrap_up":
      return { icon: "check", what: say("ev.wrap_up"), why: by };
    case "resolved":
      return { icon: "check", what: say("ev.resolved"), why: by };
    default:
      return { icon: "bot", what: say("ev.bot"), why: by };
  }
}

/** When something ends, in the reader's own days. */
export const untilTime = (at: number, now: number, times: Times, say: Say<Key>): string =>
  times.opening(at, now, (key, values) => say(key.replace("opens", "until") as Key, values));

export function eventLine(one: Happened, told: Told): EventLine {
  const { say, times } = told;
  const by = one.by === null ? "" : one.by.id === told.me.id ? say("ev.you") : nameOf(one.by, say);
  const and = say("list.and");
  switch (one.what) {
    case "stage":
      return stageLine(one, told, by);
    case "labels": {
      const parts = [one.added.length > 0 ? say("ev.labels.add", { labels: one.added.join(and) }) : "", one.removed.length > 0 ? say("ev.labels.remove", { labels: one.removed.join(and) }) : ""];
      return { icon: "tag", what: parts.filter((part) => part !== "").join(and), why: by };
    }
    case "priority":
      return { icon: "flag", what: say("ev.priority", { level: say(`priority.${one.priority as 0 | 1 | 2 | 3 | 4}`) }), why: by };
    case "snoozed":
      return { icon: "moon", what: say("ev.snoozed", { time: untilTime(one.until, told.now, times, say) }), why: by };
    case "woken":
      return { icon: "sun", what: say(one.by === null ? "ev.woken.time" : "ev.woken"), why: by };
    case "team":
      return { icon: "route", what: one.team === null ? say("ev.team.none") : say("ev.team", { name: told.teamName(one.team) || say("team.other") }), why: by };
    default:
      return { icon: "users", what: say(one.what === "joined" ? "ev.joined" : "ev.left", { name: nameOf(one.who, say) }), why: by };
  }
}
