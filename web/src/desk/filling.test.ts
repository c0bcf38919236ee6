import { describe, expect, it } from "vitest";
import { calledAt, filled, filledPieces, fitting } from "./filling";

const reply = (shortcut: string, text: string, language = "") => ({ id: shortcut, shortcut, text, language, scope: "everybody" as const, team: null });

describe("texts to answer with", () => {
  it("fills what is known and leaves what is not as it was written, so that nobody sends a hole unseen", () => {
    expect(filled("Hello {{customer.name}}, I am {{ Agent.name }}.", { "customer.name": "Maya", "agent.name": "Joan" })).toBe("Hello Maya, I am Joan.");
    expect(filledPieces("{{order}} is late", {})).toEqual([{ text: "{{order}}", unknown: true }, { text: " is late", unknown: false }]);
  });
  it("finds by shortcut before text, and the reader's language first", () => {
    const all = [reply("bye", "refund done"), reply("refund", "钱", "zh"), reply("refund", "Money", "en"), reply("hello", "hi")];
    expect(fitting(all, "ref", "en").map((one) => one.text)).toEqual(["Money", "钱", "refund done"]);
  });
  it.each([
    ["/re", 3, { sign: "/", word: "re", at: 0 }],
    ["see /re", 7, { sign: "/", word: "re", at: 4 }],
    ["hi @Li", 6, { sign: "@", word: "Li", at: 3 }],
    ["and/or", 6, null],
    ["a@b.com", 7, null],
    ["/re now", 7, null],
  ])("%s at %i calls %o", (text, caret, called) => expect(calledAt(text, caret)).toEqual(called));
});
