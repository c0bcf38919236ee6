// What a timeline draws, as a list: day breaks, the unread line, entries and what is still on its way. Pure.
import type { Conversation } from "./conversation";
import type { Pending } from "./outbox";
import type { Entry, Person } from "./protocol";
import { isMine } from "./receipts";

const group_gap_ms = 5 * 60_000;

/** kept: waits for a connection. */
export type Mark = "kept" | "sending" | "sent" | "delivered" | "read" | "refused";

export interface Said {
  readonly kind: "said";
  /** One's own words keep their key from the outbox to the entry, so that they are drawn once and stay in place. */
  readonly key: string;
  readonly seq: number | null;
  readonly author: Person;
  readonly mine: boolean;
  /** Of the reader's side: an agent's colleague too. */
  readonly ours: boolean;
  readonly at: number;
  readonly text: string;
  /** First and last of a run by one author. */
  readonly first: boolean;
  readonly last: boolean;
  readonly mark: Mark | null;
  readonly pending: Pending | null;
}
export type Item =
  | Said
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | { readonly kind: "unread"; readonly key: string; readonly count: number };

export interface TimelineInput {
  readonly conversation: Conversation | null;
  readonly pending: readonly Pending[];
  readonly me: Person;
  readonly connected: boolean;
  /** Entries of others above it go below the unread line; null: no line. */
  readonly unreadAfter: number | null;
  /** The local day of a time, as a word that changes at midnight. */
  readonly dayOf: (at: number) => string;
}

type Loose = Omit<Said, "first" | "last">;

function markOfEntry(entry: Entry, conversation: Conversation): Mark {
  const others = conversation.state.watermarks.filter((mark) => mark.kind !== entry.author.kind);
  if (others.some((mark) => mark.read >= entry.seq)) return "read";
  return others.some((mark) => mark.delivered >= entry.seq) ? "delivered" : "sent";
}

function markOfPending(pending: Pending, connected: boolean): Mark {
  if (pending.phase === "refused") return "refused";
  if (pending.phase === "acked") return "sent";
  return connected ? "sending" : "kept";
}

const keyOf = (mine: boolean, clientId: string, seq: number): string => (mine ? `m:${clientId}` : `e:${seq}`);

function said(input: TimelineInput): Loose[] {
  const { conversation, me } = input;
  const entries = conversation?.entries ?? [];
  const stored = entries.map((entry): Loose => {
    const mine = isMine(me, entry.author);
    const ours = entry.author.kind === me.kind;
    const mark = ours && conversation !== null ? markOfEntry(entry, conversation) : null;
    const { seq, author, text } = entry;
    return { kind: "said", key: keyOf(mine, entry.client_id, seq), seq, author, mine, ours, at: Date.parse(entry.at), text, mark, pending: null };
  });
  const shown = new Set(stored.map((one) => one.key));
  const waiting = input.pending.map((pending): Loose => {
    const mark = markOfPending(pending, input.connected);
    return { kind: "said", key: `m:${pending.id}`, seq: null, author: me, mine: true, ours: true, at: pending.at, text: pending.text, mark, pending };
  });
  return [...stored, ...waiting.filter((one) => !shown.has(one.key))];
}

const sameRun = (a: Loose | undefined, b: Loose | undefined): boolean =>
  a !== undefined && b !== undefined && a.author.kind === b.author.kind && a.author.id === b.author.id && b.at - a.at < group_gap_ms;

export function timeline(input: TimelineInput): Item[] {
  const all = said(input);
  const isUnread = (one: Loose): boolean => input.unreadAfter !== null && !one.mine && one.seq !== null && one.seq > input.unreadAfter;
  const unread = all.filter(isUnread).length;
  const firstUnread = all.findIndex(isUnread);
  const items: Item[] = [];
  let day = "";
  for (const [index, one] of all.entries()) {
    const today = input.dayOf(one.at);
    const newDay = today !== day;
    if (newDay) items.push({ kind: "day", key: `d:${today}:${one.key}`, at: one.at });
    day = today;
    if (index === firstUnread) items.push({ kind: "unread", key: "unread", count: unread });
    const next = all[index + 1];
    const breaks = (at: number): boolean => at === firstUnread;
    const first = newDay || breaks(index) || !sameRun(all[index - 1], one);
    const last = next === undefined || breaks(index + 1) || input.dayOf(next.at) !== today || !sameRun(one, next);
    items.push({ ...one, first, last });
  }
  return items;
}

const sameItem = (a: Item, b: Item): boolean => {
  const [one, other] = [a, b] as unknown as [Record<string, unknown>, Record<string, unknown>];
  return Object.keys(one).length === Object.keys(other).length && Object.keys(one).every((name) => one[name] === other[name]);
};

/** `next` with the very objects of `known` where nothing changed, so that only what changed is drawn again. */
export function reused(known: readonly Item[], next: readonly Item[]): readonly Item[] {
  const byKey = new Map(known.map((item) => [item.key, item]));
  return next.map((item) => {
    const old = byKey.get(item.key);
    return old !== undefined && sameItem(old, item) ? old : item;
  });
}
