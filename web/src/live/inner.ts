// What only colleagues see of a conversation, folded like its facts but by its own numbering, `irev`. Pure.
import type { Inner, InnerFact, Note, Person, State } from "./protocol";

export type InnerApplied = { readonly kind: "applied"; readonly inner: Inner } | { readonly kind: "ignored" } | { readonly kind: "gap" };

export const innerOf = (state: State): Inner | null => state.inner ?? null;

export const innerPosition = (inner: Inner | null): { irev?: number } => (inner === null ? {} : { irev: inner.irev });

function joined(known: readonly Note[], more: readonly Note[]): readonly Note[] {
  if (more.length === 0) return known;
  const byNumber = new Map(known.map((note) => [note.irev, note]));
  for (const note of more) byNumber.set(note.irev, note);
  return [...byNumber.values()].sort((a, b) => a.irev - b.irev);
}

/** A fresh picture replaces all but the notes: those above `notes_after` are added, with 0 they replace. */
export function withInnerChanges(known: Inner | null, state: State): Inner | null {
  const next = innerOf(state);
  if (next === null || known === null || next.notes_after === 0) return next;
  return { ...next, notes: joined(known.notes, next.notes), notes_after: known.notes_after };
}

const samePerson = (a: Person, b: Person): boolean => a.kind === b.kind && a.id === b.id;

function step(inner: Inner, fact: InnerFact): Inner {
  const next = { ...inner, irev: fact.irev };
  switch (fact.kind) {
    case "note":
      return { ...next, notes: joined(inner.notes, [fact.note]) };
    case "labels":
      return { ...next, labels: fact.labels };
    case "priority":
      return { ...next, priority: fact.priority };
    case "snoozed":
      return { ...next, snoozed_until: fact.snoozed_until };
    case "woken":
      return { ...next, snoozed_until: null };
    case "team":
      return { ...next, team: fact.team };
    case "joined":
      return { ...next, participants: [...inner.participants.filter((one) => !samePerson(one.who, fact.participant.who)), fact.participant] };
    case "left":
      return { ...next, participants: inner.participants.filter((one) => !samePerson(one.who, fact.who)) };
  }
  return next; // a kind of a newer server: its number is taken, its effect is unknown
}

export function withInnerFact(known: Inner | null, fact: InnerFact): InnerApplied {
  if (known === null) return { kind: "gap" };
  if (fact.irev <= known.irev) return { kind: "ignored" };
  if (fact.irev > known.irev + 1) return { kind: "gap" };
  return { kind: "applied", inner: step(known, fact) };
}
