import { expect, it } from "vitest";
import { hrefOf, inSettings, parsePlace } from "./place";

it.each([
  ["#/settings", { shown: true, page: "", id: "" }],
  ["#/settings/people", { shown: true, page: "people", id: "" }],
  ["#/settings/inboxes/0000000000001", { shown: true, page: "inboxes", id: "0000000000001" }],
  ["#/settings/a/b/c", { shown: true, page: "", id: "" }],
  ["#/settingsx", { shown: false, page: "", id: "" }],
  ["#/queue/01h8xk2a07k2m", { shown: false, page: "", id: "" }],
])("%s is read as the place that it names, a strange one as the list of pages", (hash, place) => {
  expect(parsePlace(hash)).toEqual(place);
  expect(inSettings(hash)).toBe(place.shown);
});

it("writes what it reads", () => {
  for (const [page, id] of [["", ""], ["people", ""], ["teams", "01h8xk2a07k2m"]] as const) expect(parsePlace(hrefOf(page, id))).toEqual({ shown: true, page, id });
});
