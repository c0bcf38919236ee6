// What people are called, and what stands in their avatar.
import type { Person } from "../live/protocol";
import type { Say } from "./words";

/** A visitor who has not told his name is called by the end of his id. */
export function nameOf(person: Person, say: Say<"visitor">): string {
  if (person.name.trim() !== "") return person.name;
  return person.kind === "visitor" ? say("visitor", { code: person.id.slice(-4).toUpperCase() }) : person.id;
}

/** One Han character, up to two initials, or the number a name ends in; "" for somebody without a name. */
export function initials(person: Person): string {
  const name = person.name.trim();
  const first = Array.from(name)[0] ?? "";
  if (/\p{Script=Han}/u.test(first)) return first;
  const parts = name.split(/\s+/).filter((part) => part !== "");
  const number = /^\d{1,3}$/.exec(parts.at(-1) ?? "");
  if (number !== null) return number[0];
  const last = parts.length > 1 ? Array.from(parts.at(-1) ?? "")[0] : "";
  return (first + (last ?? "")).toUpperCase();
}
