// What pages about people share.
import type { components } from "../api/schema";
import type { Me } from "../api/client";

export type Person = components["schemas"]["Person"];
export type Role = components["schemas"]["Role"];

export const roles: readonly Role[] = ["administrator", "supervisor", "agent", "quality", "planner"];
export const password_min_chars = 10;
export const name_max_chars = 80;
export const capacity_max = 100;

const letters = "abcdefghijkmnpqrstuvwxyz23456789";

/** A password to say over the phone: four groups of four, without letters that look like others; 79 bits. */
export function freshPassword(random: (bytes: Uint8Array) => Uint8Array = (bytes) => crypto.getRandomValues(bytes)): string {
  const pick = Array.from(random(new Uint8Array(16)), (byte) => letters[byte % letters.length] ?? "a").join("");
  return (pick.match(/.{4}/g) ?? []).join("-");
}

/** Whether he may be changed here: not oneself out of one's own rights by a slip, which the server does not know. */
export const isSelf = (me: Me, person: Pick<Person, "id">): boolean => me.person === person.id;

/** "Chrome · Windows" of what a browser calls itself, which says everything and nothing. */
export function browserOf(agent: string): string {
  const browser = (["Edg", "OPR", "Firefox", "Chrome", "Safari"] as const).find((one) => agent.includes(`${one}/`));
  const system = ([["iPhone", "iPhone"], ["iPad", "iPad"], ["Android", "Android"], ["Windows", "Windows"], ["Mac OS", "macOS"], ["Linux", "Linux"]] as const).find(([mark]) => agent.includes(mark))?.[1];
  const name = browser === "Edg" ? "Edge" : browser === "OPR" ? "Opera" : browser;
  return [name, system].filter((one) => one !== undefined).join(" · ");
}
