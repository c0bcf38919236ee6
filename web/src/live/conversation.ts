// A conversation as one client knows it: a pure fold over what the server says. Snapshot plus facts equals a fresh snapshot.
import { innerOf, innerPosition, withInnerChanges } from "./inner";
import type { Changes, Entry, Fact, History, Inner, Position, Snapshot, State, Watermark } from "./protocol";

export interface Conversation {
  readonly log: string;
  readonly state: State;
  /** Ascending and without gaps; starts at 1 unless `earlier`. */
  readonly entries: readonly Entry[];
  /** There are entries before the first of `entries`. */
  readonly earlier: boolean;
  /** What colleagues see; null on a visitor's side. */
  readonly inner: Inner | null;
}

export type Applied =
  | { readonly kind: "applied"; readonly conversation: Conversation }
  | { readonly kind: "ignored" }
  | { readonly kind: "gap" };

export const position = (conversation: Conversation): Position => ({ log: conversation.log, rev: conversation.state.rev, ...innerPosition(conversation.inner) });

export function fromSnapshot(message: Snapshot): Conversation {
  return { log: message.log, state: message.conversation, entries: message.entries, earlier: message.earlier, inner: innerOf(message.conversation) };
}

/** Entries older than the loaded ones are left to `history`, so that what is loaded stays without gaps. */
function merged(known: readonly Entry[], changed: readonly Entry[], earlier: boolean): readonly Entry[] {
  if (changed.length === 0) return known;
  const first = earlier ? (known[0]?.seq ?? 0) : 0;
  const bySeq = new Map(known.map((entry) => [entry.seq, entry]));
  for (const entry of changed) if (entry.seq >= first) bySeq.set(entry.seq, entry);
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/** What a `changes` message makes of the conversation it continues. */
export function withChanges(known: Conversation, message: Changes): Conversation {
  return {
    log: message.log,
    state: message.conversation,
    entries: merged(known.entries, message.entries, known.earlier),
    earlier: known.earlier,
    inner: withInnerChanges(known.inner, message.conversation),
  };
}

/** Older entries, when they still join what is loaded; an answer that came too late changes nothing. */
export function withHistory(known: Conversation, message: History): Conversation {
  const first = known.entries[0]?.seq;
  const last = message.entries.at(-1)?.seq;
  if (message.conversation !== known.state.id || first === undefined) return known;
  if (last === undefined) return { ...known, earlier: message.earlier };
  if (last !== first - 1) return known;
  return { ...known, entries: [...message.entries, ...known.entries], earlier: message.earlier };
}

const samePerson = (a: Watermark, b: Watermark): boolean => a.kind === b.kind && a.id === b.id;

function withWatermark(marks: readonly Watermark[], mark: Watermark): readonly Watermark[] {
  return marks.some((old) => samePerson(old, mark)) ? marks.map((old) => (samePerson(old, mark) ? mark : old)) : [...marks, mark];
}

function step(known: Conversation, fact: Fact): Conversation {
  const state = { ...known.state, rev: fact.rev };
  switch (fact.kind) {
    case "opened":
      return { ...known, state: fact.state };
    case "message":
      return { ...known, state: { ...state, last_seq: fact.entry.seq }, entries: merged(known.entries, [fact.entry], known.earlier) };
    case "edited": {
      const { entry } = fact;
      return { ...known, state, entries: known.entries.map((one) => (one.seq === entry.seq ? entry : one)) };
    }
    case "stage":
      return { ...known, state: { ...state, stage: fact.stage, assignee: fact.assignee } };
    case "receipt":
      return { ...known, state: { ...state, watermarks: withWatermark(state.watermarks, fact.watermark) } };
    case "rated":
      return { ...known, state: { ...state, rating: fact.rating } };
  }
  return { ...known, state }; // a kind of a newer server: its number is taken, its effect is unknown
}

/** The client's rule for a fact; `log` is the one of this connection's `welcome`. */
export function withFact(known: Conversation | null, fact: Fact, log: string): Applied {
  if (known === null || known.state.id !== fact.conversation) {
    if (fact.kind !== "opened") return { kind: "gap" };
    return { kind: "applied", conversation: { log, state: fact.state, entries: [], earlier: false, inner: innerOf(fact.state) } };
  }
  if (fact.rev <= known.state.rev) return { kind: "ignored" };
  if (fact.rev > known.state.rev + 1) return { kind: "gap" };
  return { kind: "applied", conversation: step(known, fact) };
}
