import { describe, expect, it } from "vitest";
import { faultsOf, freshPlan, hoursOf, isWell, nextSpan, offsetOf, overnight, planOf, readTime, standing, type Plan } from "./hours";

const minutes = (text: string): number => Date.parse(`${text}:00Z`) / 60_000;
const plan = (change: (plan: Plan) => void = () => undefined, zone = "Asia/Shanghai"): Plan => {
  const made = freshPlan(zone);
  change(made);
  return made;
};
const at = (text: string): number => Date.parse(`${text}:00Z`);

it.each([
  ["9", "09:00"], ["930", "09:30"], ["0930", "09:30"], ["9.30", "09:30"], ["21:5", "21:05"], ["18：30", "18:30"], ["23:59", "23:59"],
  ["24:00", null], ["25", null], ["9:60", null], ["", null], ["noon", null], ["-1", null],
])("reads %s as a time", (typed, time) => expect(readTime(typed)).toBe(time));

it("lets a day end at 24:00, and no later", () => expect([readTime("24", true), readTime("24:01", true)]).toEqual(["24:00", null]));

describe("spans of a day", () => {
  it.each([
    ["well", [{ from: "09:00", to: "12:00" }, { from: "12:00", to: "18:00" }], [null, null]],
    ["overlapping, whatever the order", [{ from: "13:00", to: "18:00" }, { from: "09:00", to: "13:30" }], [null, "fault.span.overlap"]],
    ["over midnight into each other", [{ from: "20:00", to: "02:00" }, { from: "22:00", to: "23:00" }], [null, "fault.span.overlap"]],
    ["without length", [{ from: "09:00", to: "09:00" }], ["fault.span.empty"]],
    ["the whole day", [{ from: "00:00", to: "24:00" }], [null]],
    ["no time", [{ from: "09:00", to: "late" }], ["fault.time"]],
  ])("%s", (_name, spans, faults) => expect(faultsOf(spans)).toEqual(faults));

  it("knows which end on the next day", () => expect([overnight({ from: "22:00", to: "06:00" }), overnight({ from: "00:00", to: "24:00" })]).toEqual([true, false]));
  it("offers the next one after the last", () => {
    expect(nextSpan([])).toEqual({ from: "09:00", to: "18:00" });
    expect(nextSpan([{ from: "09:00", to: "12:00" }])).toEqual({ from: "13:00", to: "17:00" });
  });
});

it("finds a date named twice", () => {
  const twice = plan((one) => one.dates.push({ date: "2026-12-25", name: "", spans: [] }, { date: "2026-12-25", name: "", spans: [] }));
  expect([isWell(plan()), isWell(twice)]).toEqual([true, false]);
});

it("writes what it reads", () => {
  const hours = { time_zone: "Europe/Berlin", week: [{ day: "monday" as const, from: "09:00", to: "12:00" }, { day: "sunday" as const, from: "22:00", to: "02:00" }], exceptions: [{ date: "2026-12-25", name: "Christmas", spans: [] }] };
  expect(hoursOf(planOf(hours))).toEqual(hours);
});

describe("how it stands", () => {
  const holiday = plan((one) => one.dates.push({ date: "2026-11-23", name: "", spans: [{ from: "10:00", to: "11:00" }] }));
  const night = plan((one) => one.week.forEach((day, n) => (day.spans = n === 4 ? [{ from: "22:00", to: "06:00" }] : [])));
  const always = plan((one) => one.week.forEach((day) => (day.spans = [{ from: "00:00", to: "24:00" }])));
  const never = plan((one) => one.week.forEach((day) => (day.spans = [])));
  const noon = plan((one) => one.week.forEach((day) => (day.spans = [{ from: "09:00", to: "12:00" }, { from: "12:00", to: "18:00" }])));
  // 20 November 2026 is a Friday; Shanghai is eight hours ahead.
  it.each([
    ["open until the evening", plan(), "2026-11-20T02:00", true, "2026-11-20T18:00"],
    ["the end is not in it; over the weekend", plan(), "2026-11-20T10:00", false, "2026-11-23T09:00"],
    ["before it opens", plan(), "2026-11-20T00:59", false, "2026-11-20T09:00"],
    ["a date of its own", holiday, "2026-11-20T10:00", false, "2026-11-23T10:00"],
    ["that date's own end", holiday, "2026-11-23T02:30", true, "2026-11-23T11:00"],
    ["over midnight", night, "2026-11-20T20:00", true, "2026-11-21T06:00"],
    ["spans that touch are one", noon, "2026-11-20T03:00", true, "2026-11-20T18:00"],
    ["always", always, "2026-11-20T03:00", true, null],
    ["never", never, "2026-11-20T03:00", false, null],
  ] as const)("%s", (_name, one, moment, open, until) => {
    const now = standing(one, at(moment));
    expect([now.open, now.until]).toEqual([open, until === null ? null : minutes(until)]);
  });

  it("follows the zone's own clock, whatever the reader's", () => {
    expect(standing(plan(undefined, "America/New_York"), at("2026-11-20T14:00")).open).toBe(true);
    expect(standing(plan(undefined, "Europe/Berlin"), at("2026-11-20T17:30")).open).toBe(false);
  });
});

it("says how far a zone is from UTC at a moment", () => {
  expect(offsetOf("Asia/Shanghai", at("2026-11-20T00:00"))).toBe("UTC+08:00");
  expect(offsetOf("America/New_York", at("2026-07-01T00:00"))).toBe("UTC−04:00");
  expect(offsetOf("Asia/Kolkata", at("2026-07-01T00:00"))).toBe("UTC+05:30");
});
