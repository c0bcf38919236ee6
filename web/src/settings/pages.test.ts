import { expect, it } from "vitest";
import { pagesFor } from "./pages";

const names = (rights: string[]): string[] => pagesFor(rights).map((one) => one.name);

it("shows everybody his own account, and nobody a page that he has no right to", () => {
  expect(names([])).toEqual(["account"]);
  expect(names(["conversation.read", "conversation.reply", "person.read", "inbox.read"])).toEqual(["account", "replies", "views"]);
  expect(names(["team.write", "person.read"])).toEqual(["account", "people", "teams", "skills"]);
  expect(names(["audit.read"])).toEqual(["account", "audit"]);
});
