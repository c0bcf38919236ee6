import { describe, expect, it } from "vitest";
import { counted, everything, sifted, type Sifting } from "./listing";
import type { Article, TextLine } from "./standing";

const line = (language: string, title: string, more: Partial<TextLine> = {}): TextLine => ({
  language, title, state: "published", has_draft: false, stale: false, version: 1, published_at: null, revision: 1, revised_at: "2026-11-01T00:00:00.000Z", revised_by: null, ...more,
});
const article = (id: string, category: string, texts: TextLine[], more: Partial<Article> = {}): Article => ({ id, slug: id, category, audience: "public", created_at: `2026-10-0${texts.length + 1}T00:00:00.000Z`, texts, ...more });

const all = [
  article("refund", "money", [line("en", "Refunds"), line("zh-CN", "退款", { stale: true })]),
  article("late", "delivery", [line("en", "Late order", { has_draft: true, revised_at: "2026-11-09T00:00:00.000Z" })]),
  article("tone", "money", [line("en", "Bad words", { state: "draft", version: null })], { audience: "internal" }),
  article("old", "delivery", [line("en", "An old fee", { state: "withdrawn", version: null }), line("zh-CN", "旧费用", { state: "withdrawn", version: null })]),
  article("bare", "delivery", []),
];
const ids = (by: Partial<Sifting>, found: string[] = [], unsaved: string[] = []): string[] => sifted(all, { ...everything, sort: "title", ...by }, "en", found, new Set(unsaved)).map((one) => one.id);

describe("which articles are listed", () => {
  it.each([
    ["all of them, by their titles", {}, ["old", "tone", "bare", "late", "refund"]],
    ["of one category", { category: "money" }, ["tone", "refund"]],
    ["for colleagues alone", { audience: "internal" as const }, ["tone"]],
    ["that readers see in one language at least", { wanted: "live" as const }, ["refund"]],
    ["with words that are not published", { wanted: "changed" as const }, ["late"]],
    ["that the pair has left behind", { wanted: "stale" as const }, ["refund"]],
    ["not in English, though in Chinese", { wanted: "stale" as const, language: "en" }, []],
    ["without Chinese", { wanted: "none" as const, language: "zh-CN" }, ["tone", "bare", "late"]],
    ["missing in either language", { wanted: "none" as const }, ["tone", "bare", "late"]],
    ["that have a Chinese text", { language: "zh-CN" }, ["old", "refund"]],
    ["taken away", { wanted: "withdrawn" as const }, ["old"]],
    ["the newest words first", { sort: "revised" as const }, ["late", "old", "refund", "tone", "bare"]],
  ])("%s", (_why, by, expected) => expect(ids(by)).toEqual(expected));

  it("those that hold words not saved yet", () => expect(ids({ wanted: "unsaved" }, [], ["late"])).toEqual(["late"]));
  it("what the search found comes first, in its order; a draft with the word in its title behind it", () => {
    expect(ids({ words: "bad" }, ["refund", "late"])).toEqual(["refund", "late", "tone"]);
    expect(ids({ words: "退款" })).toEqual(["refund"]);
    expect(ids({ words: "bad", category: "money" }, ["late", "refund"])).toEqual(["refund", "tone"]);
  });
});

it("counts each category by the other conditions, whichever is chosen", () => {
  expect(Object.fromEntries(counted(all, { ...everything, category: "money", wanted: "none" }, "en"))).toEqual({ "": 3, money: 1, delivery: 2 });
});
