import { expect, it } from "vitest";
import { parseRoute, writeRoute } from "./route";

it.each([
  ["", { view: "queue", id: "" }],
  ["#/mine", { view: "mine", id: "" }],
  ["#/open/01h8xk2a07k2m", { view: "open", id: "01h8xk2a07k2m" }],
  ["#/team-01h8xk2a07k2m/01h8xk2a07k2m", { view: "team-01h8xk2a07k2m", id: "01h8xk2a07k2m" }],
  ["#/saved-01h8xk2a07k2m", { view: "saved-01h8xk2a07k2m", id: "" }],
  ["#/elsewhere/x", { view: "queue", id: "x" }],
  ["#/settings/people", { view: "queue", id: "" }],
  ["#/articles/01h8xk2a07k2m", { view: "queue", id: "" }],
  ["#nonsense", { view: "queue", id: "" }],
] as const)("%s is read as what it shows, a strange address as the queue", (hash, route) => {
  expect(parseRoute(hash)).toEqual(route);
  expect(parseRoute(writeRoute(route))).toEqual(route);
});
