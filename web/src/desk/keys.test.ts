import { expect, it } from "vitest";
import { caps, key_groups, keyed, type KeyName } from "./keys";

it("no two acts share a key, so that each press means one thing", () => {
  const single = (Object.keys(caps) as KeyName[]).filter((name) => caps[name].length === 1 && !["send", "open"].includes(name)).map((name) => caps[name][0]);
  expect(new Set(single).size).toBe(single.length);
});
it("every key stands in one group of the help", () => {
  expect(Object.values(key_groups).flat().sort()).toEqual(Object.keys(caps).sort());
});
it.each([["e", "resolve"], ["E", "resolve"], ["?", "help"], ["3", "view"], ["j", "move"], ["ArrowUp", "move"], ["q", null], ["Enter", null], ["/", null]])("%s means %s", (key, name) => {
  expect(keyed(key)).toBe(name);
});
