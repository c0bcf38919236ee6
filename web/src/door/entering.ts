// What is said to somebody who was not let in, and where he goes who was.
import type { Refusal } from "../api/client";
import type { Say } from "../words/words";
import type { Key } from "./speech";

export const password_min_chars = 10;
export const name_max_chars = 80;

export interface Said {
  /** The field that it stands under; "" for the whole form. */
  readonly at: "" | "email" | "password" | "name" | "code";
  readonly text: string;
}

/** Rounded up, so that whoever waits for what he read does not come too early. */
export function waiting(say: Say<Key>, seconds: number): string {
  return seconds > 90 ? say("minutes", { n: Math.ceil(seconds / 60) }) : say("seconds", { n: seconds });
}

export type Door = "signin" | "setup" | "demo";

/** Not for too_many with a wait: that is counted down. */
export function saidOf(say: Say<Key>, door: Door, refusal: Refusal): Said {
  const whole = (key: Key): Said => ({ at: "", text: say(key) });
  if (refusal.status === 0) return whole("unreached");
  if (refusal.status >= 500 || refusal.code === "unavailable" || refusal.status === 429) return whole("busy");
  if (door === "demo") return whole("wrong.demo");
  if (refusal.status === 401) return door === "setup" ? { at: "code", text: say("wrong.code") } : whole("wrong.signin");
  // A malformed address at the door is a wrong one: nothing more is told there.
  if (door === "signin") return whole(refusal.status === 422 || refusal.status === 400 ? "wrong.signin" : "other");
  if (refusal.code === "conflict") return { at: "email", text: say("wrong.taken") };
  switch (refusal.where.split("/").at(-1)) {
    case "email":
      return { at: "email", text: say("wrong.email") };
    case "password":
      return { at: "password", text: say("wrong.password", { n: password_min_chars }) };
    case "name":
      return { at: "name", text: say("wrong.name", { n: name_max_chars }) };
    case "code":
      return { at: "code", text: say("wrong.code") };
    default:
      return whole("other");
  }
}

/** Where to go after signing in: a page of the desk on this server, whatever the address says. */
export function nextOf(search: string, origin: string): string {
  const wished = new URLSearchParams(search).get("next") ?? "";
  if (!wished.startsWith("/agent")) return "/agent";
  const address = new URL(wished, origin);
  return address.origin === origin && address.pathname === "/agent" ? `${address.pathname}${address.search}${address.hash}` : "/agent";
}

/** Demonstration people come in from the server's own machine only. */
export const atHome = (hostname: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
