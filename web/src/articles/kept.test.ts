import { expect, it } from "vitest";
import type { Store } from "../live/ports";
import { KeptTexts } from "./kept";
import { blank } from "./wording";

function memory(): Store & { readonly all: Map<string, string> } {
  const all = new Map<string, string>();
  return { all, get: (key) => all.get(key) ?? null, set: (key, value) => (all.set(key, value), true), remove: (key) => void all.delete(key), keys: (prefix) => [...all.keys()].filter((key) => key.startsWith(prefix)) };
}
const words = { ...blank(), title: "Refunds", asked_as: ["where is my money"] };

it("gives back what was kept, to the same person alone", () => {
  const store = memory();
  const mine = new KeptTexts(store, "p1");
  mine.set("a1", "en", { revision: 3, words, at: 5 });
  expect(new KeptTexts(store, "p1").get("a1", "en")).toEqual({ revision: 3, words, at: 5 });
  expect(new KeptTexts(store, "p2").get("a1", "en")).toBeNull();
  expect(mine.get("a1", "zh-CN")).toBeNull();
  expect([...mine.articles()]).toEqual(["a1"]);
  mine.remove("a1", "en");
  expect(mine.articles().size).toBe(0);
});

it.each(["", "{", "null", "{}", '{"words":{"title":1}}', '{"words":{"title":"","summary":"","body":"","asked_as":[1],"keywords":[]}}'])("what somebody else left there counts as nothing: %s", (value) => {
  const store = memory();
  store.all.set("zhiyin.articles.words.p1.a1.en", value);
  expect(new KeptTexts(store, "p1").get("a1", "en")).toBeNull();
});
