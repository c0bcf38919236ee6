// What an entry of the audit log means, in words.
import type { components } from "../api/schema";
import type { Say } from "../words/words";
import type { SetIconName } from "./icons";
import type { Key } from "./speech";

export type Entry = components["schemas"]["AuditEntry"];
type Party = components["schemas"]["Party"];

/** What ids are called; empty where it is not known (any more). */
export interface Names {
  readonly person: ReadonlyMap<string, string>;
  readonly team: ReadonlyMap<string, string>;
  readonly inbox: ReadonlyMap<string, string>;
  readonly skill: ReadonlyMap<string, string>;
}

export const kinds = ["access", "people", "inboxes", "conversations"] as const;
export type Kind = (typeof kinds)[number];

const actions = {
  signed_in: "access", sign_in_failed: "access", session_ended: "access", sessions_ended: "access", access_ended: "access", password_set: "access",
  personal_token_made: "access", service_token_made: "access", token_revoked: "access", first_administrator_made: "access",
  person_added: "people", person_changed: "people", team_added: "people", team_changed: "people", team_removed: "people", team_members_set: "people",
  skill_added: "people", skill_renamed: "people", skill_removed: "people", skills_set: "people", state_set: "people", state_reasons_set: "people",
  inbox_added: "inboxes", inbox_changed: "inboxes", inbox_people_set: "inboxes", inbox_teams_set: "inboxes", inbox_hours_set: "inboxes", inbox_secret_rotated: "inboxes",
  contact_merged: "conversations", contact_unmerged: "conversations", contact_blocked: "conversations", contact_unblocked: "conversations", conversation_assigned: "conversations",
} as const satisfies Record<string, Kind>;
export type Action = keyof typeof actions;

const isAction = (action: string): action is Action => action in actions;
export const kindOf = (action: string): Kind | "other" => (isAction(action) ? actions[action] : "other");
/** What should catch the eye of whoever looks for trouble. */
export const isGrave = (action: string): boolean => ["sign_in_failed", "access_ended", "inbox_secret_rotated", "team_removed", "contact_blocked"].includes(action);
export const iconOf = (action: string): SetIconName => (({ access: "key", people: "users", inboxes: "inbox", conversations: "chat", other: "shield" }) as const)[kindOf(action)];

type Details = Readonly<Record<string, unknown>>;
function detailsOf(entry: Entry): Details {
  try {
    const read: unknown = JSON.parse(entry.details ?? "{}");
    return typeof read === "object" && read !== null ? (read as Details) : {};
  } catch {
    return {};
  }
}

function called(say: Say<Key>, names: Names, { kind, id }: Party): string {
  if (kind === "somebody") return say("audit.somebody");
  const known = kind in names ? names[kind as keyof Names].get(id ?? "") : undefined;
  if (known !== undefined) return known;
  const tail = (id ?? "").slice(-4).toUpperCase();
  const key = `party.${kind}` as Key;
  const word = say(key);
  return [word === key ? kind : word, tail].filter((one) => one !== "").join(" ");
}

const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

export interface Told {
  readonly who: string;
  readonly what: string;
  /** What it came to, in small pieces. */
  readonly more: readonly string[];
}

export function told(say: Say<Key>, names: Names, entry: Entry): Told {
  const details = detailsOf(entry);
  const who = called(say, names, entry.actor);
  const whom = entry.subject.id !== null && entry.subject.id === entry.actor.id ? say("audit.self") : typeof details.name === "string" && entry.subject.kind !== "token" ? details.name : called(say, names, entry.subject);
  const what = isAction(entry.action) ? say(`audit.${entry.action}`, { whom, n: Number(details.sessions ?? details.sessions_and_tokens ?? details.failures_since_the_last_row ?? 0) }) : say("audit.other", { action: entry.action, whom });
  return { who, what, more: entry.details === null ? [say("audit.erased")] : [...pieces(say, names, entry.action, details)] };
}

function* pieces(say: Say<Key>, names: Names, action: string, details: Details): Generator<string> {
  const fact = (key: Key, value: unknown): string => `${say(key)}${say("colon")}${String(value)}`;
  if (typeof details.role === "string") yield say(`role.${details.role}` as Key);
  if (typeof details.email === "string" && details.email !== "") yield details.email;
  if (typeof details.capacity === "number") yield fact("person.capacity", details.capacity);
  if (details.active === false) yield say("person.off");
  if (details.expert === true) yield say("team.expert");
  if (typeof details.address === "string") yield fact("session.address", details.address);
  if (typeof details.newest_address === "string") yield fact("session.address", details.newest_address);
  if (typeof details.name === "string" && action.endsWith("token_made")) yield details.name;
  if (typeof details.state === "string") yield say(`state.${details.state}` as Key);
  for (const [member, kind] of [["members", "person"], ["people", "person"], ["teams", "team"]] as const) {
    if (!Array.isArray(details[member])) continue;
    const all = list(details[member]);
    yield all.length === 0 ? say("audit.nobody") : all.map((id) => called(say, names, { kind, id })).join(say("comma"));
  }
  if (Array.isArray(details.skills)) {
    const levels = details.skills.map((one) => one as { skill?: unknown; level?: unknown });
    yield levels.length === 0 ? say("audit.nothing") : levels.map((one) => `${called(say, names, { kind: "skill", id: String(one.skill) })} ${String(one.level)}`).join(say("comma"));
  }
  if (Array.isArray(details.reasons)) yield list(details.reasons).join(say("comma"));
  if (action === "inbox_hours_set") yield say(details.hours === null ? "hours.always" : "hours.some");
  if (details.identity_required === true) yield say("inbox.identity.required");
}
