import { expect, it } from "vitest";
import { snoozeTimes } from "./snooze";

const at = (day: number, hour: number): number => new Date(2026, 10, day, hour).getTime();

it("offers the morning of tomorrow and of Monday, by the reader's clock", () => {
  expect(snoozeTimes(at(18, 15)).map((one) => [one.name, new Date(one.at).getDate(), new Date(one.at).getHours()])).toEqual([
    ["hour", 18, 16], ["three", 18, 18], ["tomorrow", 19, 9], ["week", 23, 9],
  ]);
});
it("does not say the same morning twice on a Sunday, and on a Monday means the next one", () => {
  expect(snoozeTimes(at(22, 15)).map((one) => one.name)).toEqual(["hour", "three", "tomorrow"]);
  expect(new Date(snoozeTimes(at(23, 15)).at(-1)?.at ?? 0).getDate()).toBe(30);
});
