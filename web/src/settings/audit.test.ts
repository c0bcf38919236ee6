import { describe, expect, it } from "vitest";
import sharedEn from "../words/shared.en.json";
import en from "../words/settings.en.json";
import zh from "../words/settings.zh.json";
import { speaker, type Say } from "../words/words";
import { kindOf, told, type Entry, type Names } from "./audit";
import type { Key } from "./speech";
import { standing, freshPlan } from "./hours";
import { standingText } from "./standing";

const say = speaker({ ...sharedEn, ...en }) as Say<Key>;
const inChinese = speaker(zh) as Say<Key>;
const names: Names = { person: new Map([["p1", "Li Na"], ["p2", "Paul Kerr"]]), team: new Map([["t1", "Returns"]]), inbox: new Map([["i1", "Website"]]), skill: new Map([["s1", "English"]]) };
const entry = (action: string, subject: Entry["subject"], details: object | null = {}, actor: Entry["actor"] = { kind: "person", id: "p1" }): Entry => ({ n: 1, at: "2026-11-20T00:00:00.000Z", actor, action, subject, details: details === null ? null : JSON.stringify(details), hash: "" });

describe("an entry of the audit log", () => {
  it.each([
    ["whom by his name now", entry("password_set", { kind: "person", id: "p2" }), "Li Na", "set the password of Paul Kerr", []],
    ["oneself", entry("password_set", { kind: "person", id: "p1" }), "Li Na", "set the password of themselves", []],
    ["the name that it had then, and what it became", entry("person_changed", { kind: "person", id: "p2" }, { name: "P. Kerr", role: "supervisor", email: "p@example.com", capacity: 3, active: false }), "Li Na", "changed P. Kerr", ["Supervisor", "p@example.com", "Conversations at a time: 3", "Deactivated"]],
    ["members by name, strangers by the end of their id", entry("team_members_set", { kind: "team", id: "t1" }, { members: ["p2", "01h8xk2a07k2m"] }), "Li Na", "set the members of “Returns”", ["Paul Kerr, person 7K2M"]],
    ["nobody", entry("inbox_people_set", { kind: "inbox", id: "i1" }, { people: [] }), "Li Na", "set who serves the inbox “Website”", ["nobody"]],
    ["skills with their levels", entry("skills_set", { kind: "person", id: "p2" }, { skills: [{ skill: "s1", level: 4 }] }), "Li Na", "set the skills of Paul Kerr", ["English 4"]],
    ["a stranger's failed guesses", entry("sign_in_failed", { kind: "account", id: "x1" }, { failures_since_the_last_row: 4, newest_address: "192.0.2.7" }, { kind: "somebody", id: null }), "Somebody", "failed to sign in (4 times since the last entry)", ["From: 192.0.2.7"]],
    ["hours taken away", entry("inbox_hours_set", { kind: "inbox", id: "i1" }, { hours: null }), "Li Na", "set the opening hours of “Website”", ["Always open"]],
    ["what was erased", entry("person_added", { kind: "person", id: "p2" }, null), "Li Na", "added Paul Kerr", ["details erased on request"]],
    ["what a later version notes", entry("moon_painted", { kind: "moon", id: null }), "Li Na", "did moon_painted: moon", []],
  ])("tells %s", (_why, one, who, what, more) => expect(told(say, names, one)).toEqual({ who, what, more }));

  it("is told in Chinese too, whatever the action", () => {
    for (const key of Object.keys(zh).filter((one) => one.startsWith("audit.") && kindOf(one.slice(6)) !== "other")) {
      expect(told(inChinese, names, entry(key.slice(6), { kind: "person", id: "p2" })).what).toMatch(/\p{Script=Han}/u);
    }
  });
});

describe("how an inbox stands, in a sentence", () => {
  const plan = freshPlan("Asia/Shanghai");
  // Friday, 20 November 2026.
  it.each([
    ["2026-11-20T02:00Z", "Now: open until 18:00", "现在：服务中，到 18:00"],
    ["2026-11-19T12:00Z", "Now: closed, opens tomorrow at 09:00", "现在：休息，明天 09:00 开始服务"],
    ["2026-11-20T00:30Z", "Now: closed, opens at 09:00", "现在：休息，09:00 开始服务"],
    ["2026-11-20T12:00Z", "Now: closed, opens Monday at 09:00", "现在：休息，星期一 09:00 开始服务"],
  ])("%s", (at, english, chinese) => {
    const stands = standing(plan, Date.parse(at));
    expect([standingText("en", say, stands), standingText("zh", inChinese, stands)]).toEqual([english, chinese]);
  });
});
