import { describe, expect, it } from "vitest";
import { changeOf, marked, type Mark } from "./marks";

/** [ and ] stand where the chosen words begin and end, | for a caret. */
function read(text: string): { text: string; from: number; to: number } {
  const from = text.search(/[«|]/);
  const bare = text.replace(/[«»|]/g, "");
  return { text: bare, from, to: text.includes("»") ? text.indexOf("»") - 1 : from };
}
const written = ({ text, from, to }: { text: string; from: number; to: number }): string => (from === to ? `${text.slice(0, from)}|${text.slice(from)}` : `${text.slice(0, from)}«${text.slice(from, to)}»${text.slice(to)}`);

describe("the toolbar", () => {
  it.each([
    ["bold", "a «word» b", "a **«word»** b"],
    ["bold", "a **«word»** b", "a «word» b"],
    ["italic", "a **«word»** b", "a ***«word»*** b"],
    ["italic", "a *«word»* b", "a «word» b"],
    ["code", "|", "`|`"],
    ["list", "a\n«b\nc»\nd", "a\n«- b\n- c»\nd"],
    ["list", "«- b\n- c»", "«b\nc»"],
    ["numbers", "«- b\n- c»", "«1. b\n2. c»"],
    ["heading", "a\nb|c\nd", "a\n## b|c\nd"],
    ["heading", "## b|c", "b|c"],
    ["quote", "|", "> |"],
    ["link", "see «this» now", "see [this](https://|) now"],
    ["link", "«https://a.example/x»", "[|](https://a.example/x)"],
  ] as [Mark, string, string][])("%s of %s", (mark, before, after) => expect(written(marked(read(before), mark))).toBe(after));
});

it("writes anew only what differs, so that a field's undo takes back one step", () => {
  expect(changeOf("a word b", "a **word** b")).toEqual({ from: 2, to: 6, words: "**word**" });
  expect(changeOf("aaa", "aa")).toEqual({ from: 2, to: 3, words: "" });
  expect(changeOf("same", "same")).toEqual({ from: 4, to: 4, words: "" });
});
