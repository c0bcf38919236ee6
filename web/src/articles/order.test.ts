import { expect, it } from "vitest";
import { moved, type Placed } from "./order";

const placed = (...positions: number[]): Placed[] => positions.map((position, n) => ({ id: String.fromCharCode(97 + n), position }));
/** As the server then shows them: by position; who has the same as another stands by his id. */
const after = (all: Placed[], changes: Placed[]): string =>
  all.map((one) => changes.find((each) => each.id === one.id) ?? one).sort((a, b) => a.position - b.position || a.id.localeCompare(b.id)).map((one) => one.id).join("");

it.each([
  ["down by one", placed(10, 20, 30), 0, 1, "bac", 1],
  ["up by one", placed(10, 20, 30), 2, 1, "acb", 1],
  ["to the end", placed(10, 20, 30), 0, 2, "bca", 1],
  ["to the beginning", placed(10, 20, 30), 2, 0, "cab", 1],
  ["before the very first place", placed(0, 10), 1, 0, "ba", 1],
  ["where there is no room, everybody moves", placed(0, 0, 0), 2, 0, "cab", 3],
  ["beyond the end: nothing", placed(10, 20), 1, 2, "ab", 0],
  ["the last place there may be", placed(0, 10_000), 0, 1, "ba", 2],
])("%s", (_why, all, from, to, order, said) => {
  const changes = moved(all, from, to);
  expect(after(all, changes)).toBe(order);
  expect(changes.length).toBe(said);
});
