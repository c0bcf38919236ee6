import { describe, expect, it } from "vitest";
import { helpPath, isLive, languageOfText, languagesOf, standingOf, titleIn, wasPublished, type TextLine } from "./standing";

export const line = (more: Partial<TextLine> = {}): TextLine => ({
  language: "en", state: "published", title: "Refunds", has_draft: false, stale: false, version: 1, published_at: "2026-11-01T00:00:00.000Z", revision: 2, revised_at: "2026-11-01T00:00:00.000Z", revised_by: null, ...more,
});

describe("how a text stands", () => {
  it.each([
    ["nobody wrote it", undefined, "none"],
    ["never published", line({ state: "draft", has_draft: true, version: null }), "draft"],
    ["as readers see it", line(), "live"],
    ["live, with words that are not", line({ has_draft: true }), "changed"],
    ["taken away", line({ state: "withdrawn", version: null }), "withdrawn"],
  ] as const)("%s", (_why, text, standing) => expect(standingOf(text)).toBe(standing));
});

it("what was withdrawn in one language is still live in another, and keeps its versions", () => {
  const article = { texts: [line({ state: "withdrawn", version: null }), line({ language: "zh-CN" })] };
  expect([isLive(article), wasPublished(article)]).toEqual([true, true]);
  expect([isLive({ texts: [] }), wasPublished({ texts: [line({ state: "draft", version: null })] })]).toEqual([false, false]);
});

it("a title is the reader's language's, else any, else the address, so that no row is without a name", () => {
  const texts = [line(), line({ language: "zh-CN", title: "退款" })];
  expect(titleIn({ slug: "refund", texts }, "zh-CN")).toBe("退款");
  expect(titleIn({ slug: "refund", texts: [line()] }, "zh-CN")).toBe("Refunds");
  expect(titleIn({ slug: "refund", texts: [] }, "en")).toBe("refund");
});

it("other languages stand behind ours", () => {
  expect(languagesOf({ texts: [line({ language: "fr" }), line()] })).toEqual(["zh-CN", "en", "fr"]);
});

it("the public address has the short language, as the help centre writes it", () => {
  expect([helpPath("a", "zh-CN"), helpPath("a", "en"), helpPath("a", "fr")]).toEqual(["/help/zh/a/a", "/help/en/a/a", "/help/a/a"]);
});

it.each([["退款多久", "zh-CN"], ["refund 退款", "zh-CN"], ["how long", "en"], ["128", "en"]])("%s is asked in %s", (text, language) => expect(languageOfText(text)).toBe(language));
