import { describe, expect, it } from "vitest";
import { blank, excesses, isBlank, isSlug, limits, linesIn, plainOf, sameWords, slugFrom } from "./wording";

const words = (more: object) => ({ ...blank(), title: "Refunds", ...more });

describe("limits, counted as the server counts them", () => {
  it.each([
    ["all is well", {}, []],
    ["a title is needed", { title: "  " }, ["title empty"]],
    ["characters count, not units: an emoji is one", { title: "😀".repeat(limits.title) }, []],
    ["one more is too many", { title: "退".repeat(limits.title + 1) }, ["title long"]],
    ["a body counts in bytes", { body: "退".repeat(limits.body_bytes / 3 + 1) }, ["body long"]],
    ["ways of asking", { asked_as: Array.from({ length: 41 }, (_one, n) => `way ${n}`) }, ["asked_as lines"]],
    ["a line of them", { asked_as: ["short", "x".repeat(201)] }, ["asked_as long"]],
    ["the same keyword twice is one", { keywords: Array.from({ length: 80 }, () => "again") }, []],
  ])("%s", (_why, more, found) => expect(excesses(words(more)).map((one) => `${one.field} ${one.what}`)).toEqual(found));
});

it("what the server trims is no difference, so nobody is told of changes that he did not make", () => {
  expect(sameWords(words({ body: "\nA\n\n" }), words({ body: "A" }))).toBe(true);
  expect(sameWords(words({ asked_as: [" a ", "", "a"] }), words({ asked_as: ["a"] }))).toBe(true);
  expect(sameWords(words({ body: "A" }), words({ body: "B" }))).toBe(false);
  expect(isBlank({ ...blank(), body: "\n" })).toBe(true);
  expect(linesIn(" a \n\n b\na")).toEqual(["a", "b"]);
});

it.each([
  ["How long does a refund take?", "how-long-does-a-refund-take"],
  ["Café: it’s open", "cafe-its-open"],
  ["退款多久到账", ""],
  [`${"word ".repeat(30)}`, Array.from({ length: 16 }, () => "word").join("-")],
])("%s proposes an address that the server takes", (title, slug) => {
  expect(slugFrom(title)).toBe(slug);
  if (slug !== "") expect(isSlug(slug)).toBe(true);
});
it.each([["refund-time", true], ["-a", false], ["a--b", false], ["A", false], ["", false]])("%s as an address: %s", (slug, good) => expect(isSlug(slug)).toBe(good));

it("a body is sent in a chat without its marks", () => {
  expect(plainOf("## How\n\nCards take **longer**, *often* `3` days.\n\n* one\n- two\n\n[Ask](https://a.example) [more](article:late-order) 5 \\* 3\n> quoted")).toBe(
    "How\n\nCards take longer, often 3 days.\n\n· one\n· two\n\nAsk (https://a.example) more 5 * 3\nquoted");
});
