import { expect, it } from "vitest";
import { mentionPieces, stillCalled } from "./mention";

it("marks those who were called, the longer name first, and no address", () => {
  expect(mentionPieces("@Li Na and @Li, see a@b.c", ["Li", "Li Na"]).map((piece) => (piece.mention ? `[${piece.text}]` : piece.text)).join("")).toBe("[@Li Na] and [@Li], see a@b.c");
});
it("calls nobody whose name was taken out again", () => {
  const chosen = [{ id: "1", name: "Li" }, { id: "2", name: "Bo" }, { id: "1", name: "Li" }];
  expect(stillCalled("@Li look", chosen)).toEqual(["1"]);
});
