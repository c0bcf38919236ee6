// The pages of the settings, in the order in which they stand, and who is shown them. The server decides anew whatever is asked there.
import type { Key } from "./speech";
import type { SetIconName } from "./icons";

export interface Page {
  readonly name: PageName;
  readonly icon: SetIconName;
  readonly group: "own" | "people" | "service" | "system";
  /** Any of these rights; none: everybody who is signed in. */
  readonly rights: readonly string[];
}
export type PageName = "account" | "people" | "teams" | "skills" | "inboxes" | "replies" | "views" | "tokens" | "audit";

export const pages: readonly Page[] = [
  { name: "account", icon: "user", group: "own", rights: [] },
  { name: "people", icon: "users", group: "people", rights: ["person.write", "team.write"] },
  { name: "teams", icon: "layers", group: "people", rights: ["team.write"] },
  { name: "skills", icon: "star", group: "people", rights: ["team.write"] },
  { name: "inboxes", icon: "inbox", group: "service", rights: ["inbox.write"] },
  { name: "replies", icon: "bolt", group: "service", rights: ["conversation.reply"] },
  { name: "views", icon: "filter", group: "service", rights: ["conversation.read"] },
  { name: "tokens", icon: "key", group: "system", rights: ["token.service"] },
  { name: "audit", icon: "shield", group: "system", rights: ["audit.read"] },
];

export const may = (rights: readonly string[], needed: readonly string[]): boolean => needed.length === 0 || needed.some((one) => rights.includes(one));

export const pagesFor = (rights: readonly string[]): readonly Page[] => pages.filter((one) => may(rights, one.rights));

export const groups = ["own", "people", "service", "system"] as const;
export const titleOf = (page: PageName): Key => `page.${page}`;
