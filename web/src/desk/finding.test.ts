import { expect, it } from "vitest";
import { found, marked, searchOf } from "./finding";

it.each([["mei@example.com", { email: "mei@example.com" }], ["138 0013 8000", { phone: "138 0013 8000" }], ["+44 (20) 1234", { phone: "+44 (20) 1234" }], ["林", { name: "林" }], ["123", { name: "123" }]])("%s is looked for as what it looks like", (words, search) => {
  expect(searchOf(words)).toEqual(search);
});
it("marks what was looked for, whatever its case", () => {
  expect(marked("Start a Refund now", "refund").map((one) => (one.hit ? `[${one.text}]` : one.text)).join("")).toBe("Start a [Refund] now");
  expect(marked("x", "")).toEqual([{ text: "x", hit: false }]);
});
it("finds all words in any order", () => expect([found("Go to queue: Billing", "billing go"), found("Go", "stop")]).toEqual([true, false]));
