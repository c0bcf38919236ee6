// What a timeline draws, as a list: day breaks, the unread line, entries and what is still on its way; for colleagues also notes, and what
// happened. Pure.
import type { Conversation } from "./conversation";
import type { Happened } from "./happened";
import type { PendingNote } from "./notes";
import type { Pending } from "./outbox";
import type { Entry, Note, Person, Source } from "./protocol";
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
  /** Of the reader's side: an agent's colleague and the bot too. */
  readonly ours: boolean;
  readonly at: number;
  readonly text: string;
  /** Its author has changed it since. */
  readonly edited: boolean;
  /** First and last of a run by one author. */
  readonly first: boolean;
  readonly last: boolean;
  readonly mark: Mark | null;
  readonly pending: Pending | null;
  /** The bot's: where its answer is from, and what it offers to answer it with. */
  readonly source: Source | null;
  readonly choices: readonly string[] | null;
}
export interface Noted {
  readonly kind: "note";
  readonly key: string;
  readonly author: Person;
  readonly at: number;
  readonly text: string;
  readonly mentions: readonly Person[];
  /** First and last of notes that stand together. */
  readonly first: boolean;
  readonly last: boolean;
  readonly pending: PendingNote | null;
}
export interface Event {
  readonly kind: "event";
  readonly key: string;
  readonly at: number;
  readonly happened: Happened;
}
export type Item =
  | Said
  | Noted
  | Event
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
  readonly pendingNotes?: readonly PendingNote[];
  readonly happened?: readonly Happened[];
}

type LooseSaid = Omit<Said, "first" | "last">;
type LooseNote = Omit<Noted, "first" | "last">;
type Loose = LooseSaid | LooseNote | Event;

function markOfEntry(entry: Entry, conversation: Conversation): Mark {
  const others = conversation.state.watermarks.filter((mark) => (mark.kind === "visitor") !== (entry.author.kind === "visitor"));
  if (others.some((mark) => mark.read >= entry.seq)) return "read";
  return others.some((mark) => mark.delivered >= entry.seq) ? "delivered" : "sent";
}

function markOfPending(pending: Pending, connected: boolean): Mark {
  if (pending.phase === "refused") return "refused";
  if (pending.phase === "acked") return "sent";
  return connected ? "sending" : "kept";
}

const keyOf = (mine: boolean, clientId: string, seq: number): string => (mine ? `m:${clientId}` : `e:${seq}`);

function said(input: TimelineInput): LooseSaid[] {
  const { conversation, me } = input;
  const entries = conversation?.entries ?? [];
  const stored = entries.map((entry): LooseSaid => {
    const mine = isMine(me, entry.author);
    const ours = (entry.author.kind === "visitor") === (me.kind === "visitor"); // to colleagues the bot is one of them
    const mark = ours && conversation !== null ? markOfEntry(entry, conversation) : null;
    const { seq, author, text } = entry;
    return {
      kind: "said", key: keyOf(mine, entry.client_id, seq), seq, author, mine, ours, at: Date.parse(entry.at), text, edited: entry.edited_at !== undefined,
      mark, pending: null, source: entry.source ?? null, choices: entry.choices ?? null,
    };
  });
  const shown = new Set(stored.map((one) => one.key));
  const waiting = input.pending.map((pending): LooseSaid => {
    const mark = markOfPending(pending, input.connected);
    return {
      kind: "said", key: `m:${pending.id}`, seq: null, author: me, mine: true, ours: true, at: pending.at, text: pending.text, edited: false, mark, pending,
      source: null, choices: null,
    };
  });
  return [...stored, ...waiting.filter((one) => !shown.has(one.key))];
}

const noteOf = (note: Note): LooseNote =>
  ({ kind: "note", key: `n:${note.client_id === "" ? note.irev : note.client_id}`, author: note.author, at: Date.parse(note.at), text: note.text, mentions: note.mentions, pending: null });

/** Notes and happenings, each with the entry that it stands after, in the order of time. */
function beside(input: TimelineInput): { readonly after: number; readonly item: LooseNote | Event }[] {
  const notes = (input.conversation?.inner?.notes ?? []).map((note) => ({ after: note.after_seq, item: noteOf(note) }));
  const happened = (input.happened ?? []).map((one) => ({ after: one.after, item: { kind: "event", key: one.key, at: one.at, happened: one } as const }));
  return [...notes, ...happened].sort((a, b) => a.after - b.after || a.item.at - b.item.at);
}

/** All in the order in which it stands; what belongs to entries that are not loaded yet waits for them. */
function woven(input: TimelineInput): Loose[] {
  const entries = said(input);
  const first = input.conversation?.earlier === true ? (entries[0]?.seq ?? 0) : 0;
  const more = beside(input).filter((one) => one.after >= first);
  const all: Loose[] = [];
  let next = 0;
  for (const one of entries) {
    const seq = one.seq ?? Infinity;
    while (next < more.length && (more[next]?.after ?? 0) < seq) all.push((more[next++] as (typeof more)[number]).item);
    all.push(one);
  }
  all.push(...more.slice(next).map((one) => one.item));
  const known = new Set(all.map((one) => one.key));
  for (const pending of input.pendingNotes ?? []) {
    const note: LooseNote = { kind: "note", key: `n:${pending.id}`, author: input.me, at: pending.at, text: pending.text, mentions: [], pending };
    if (!known.has(note.key)) all.push(note);
  }
  return all;
}

function sameRun(a: Loose | undefined, b: Loose | undefined): boolean {
  if (a === undefined || b === undefined || a.kind !== b.kind) return false;
  if (a.kind === "note") return true;
  if (a.kind !== "said" || b.kind !== "said") return false;
  return a.author.kind === b.author.kind && a.author.id === b.author.id && b.at - a.at < group_gap_ms;
}

export function timeline(input: TimelineInput): Item[] {
  const all = woven(input);
  const isUnread = (one: Loose): boolean => one.kind === "said" && input.unreadAfter !== null && !one.mine && one.seq !== null && one.seq > input.unreadAfter;
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
    if (one.kind === "event") {
      items.push(one);
      continue;
    }
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
