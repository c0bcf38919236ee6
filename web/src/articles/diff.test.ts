import { describe, expect, it } from "vitest";
import { differs, folded, lineDiff, type DiffRow } from "./diff";

const sign = { same: " ", gone: "-", new: "+", gap: "~" } as const;
const told = (rows: readonly DiffRow[]): string[] => rows.map((one) => `${sign[one.kind]}${one.kind === "gap" ? one.n : one.text}`);
const side = (rows: readonly DiffRow[], left_out: DiffRow["kind"]): string => rows.filter((one) => one.kind !== left_out).map((one) => one.text).join("\n");

describe("what differs, line by line", () => {
  it.each([
    ["nothing", "a\nb", "a\nb", [" a", " b"]],
    ["a line more", "a\nc", "a\nb\nc", [" a", "+b", " c"]],
    ["a line less", "a\nb\nc", "a\nc", [" a", "-b", " c"]],
    ["another line", "a\nb\nc", "a\nB\nc", [" a", "-b", "+B", " c"]],
    ["from nothing", "", "a\nb", ["+a", "+b"]],
    ["to nothing", "a", "", ["-a"]],
    ["moved", "a\nb\nc", "c\na\nb", ["+c", " a", " b", "-c"]],
  ])("%s", (_why, before, after, rows) => expect(told(lineDiff(before, after))).toEqual(rows));

  it("keeps both texts, whatever they are: what is gone is the old one's, what is new the new one's", () => {
    let seed = 7;
    const chance = (n: number): number => (seed = (seed * 48_271) % 2_147_483_647) % n;
    for (let n = 0; n < 300; n++) {
      const [before, after] = [0, 1].map(() => Array.from({ length: chance(12) }, () => "abc"[chance(3)]).join("\n")) as [string, string];
      const rows = lineDiff(before, after);
      expect([side(rows, "new"), side(rows, "gone")]).toEqual([before, after]);
      expect(differs(rows)).toBe(before !== after);
    }
  });

  it("finds the shortest way, so that one line put in is told as one", () => {
    const lines = Array.from({ length: 400 }, (_one, n) => `line ${n % 7}`);
    const rows = lineDiff(lines.join("\n"), [...lines.slice(0, 200), "new", ...lines.slice(200)].join("\n"));
    expect(rows.filter((one) => one.kind !== "same")).toEqual([{ kind: "new", text: "new", n: 1 }]);
  });

  it("tells texts without anything in common as a whole, in good time", () => {
    const text = (word: string): string => Array.from({ length: 5_000 }, (_one, n) => `${word}${n}`).join("\n");
    const rows = lineDiff(text("a"), text("b"));
    expect([rows.length, rows[0]?.kind, rows.at(-1)?.kind]).toEqual([10_000, "gone", "new"]);
  });
});

it("marks the words that differ inside of a line, and never half of a character", () => {
  const [gone, fresh] = lineDiff("退款需要 1 到 3 天 😀", "退款需要 3 天 😁");
  expect(gone?.text.slice(gone.from, gone.to)).toBe("1 到 3 天 😀");
  expect(fresh?.text.slice(fresh.from, fresh.to)).toBe("3 天 😁");
  const [before, after] = lineDiff("takes three days", "takes two days");
  expect([before?.text.slice(before.from, before.to), after?.text.slice(after.from, after.to)]).toEqual(["three", "two"]);
});

it("leaves out what did not change, but for the lines around", () => {
  const lines = Array.from({ length: 9 }, (_one, n) => String(n));
  const rows = folded(lineDiff(lines.join("\n"), lines.map((one) => (one === "4" ? "x" : one)).join("\n")), 1);
  expect(told(rows)).toEqual(["~3", " 3", "-4", "+x", " 5", "~3"]);
});
