// What happened to a conversation while this desk looked: one quiet line each in its timeline. Pure.
import type { Fact, InnerFact, Person, Stage } from "./protocol";

interface Moment {
  readonly key: string;
  readonly at: number;
  /** After which entry it stands. */
  readonly after: number;
  readonly by: Person | null;
}
export type Happened = Moment &
  (
    | { readonly what: "stage"; readonly stage: Stage; readonly assignee: Person | null; readonly before: Stage; readonly had: Person | null }
    | { readonly what: "labels"; readonly added: readonly string[]; readonly removed: readonly string[] }
    | { readonly what: "priority"; readonly priority: number }
    | { readonly what: "snoozed"; readonly until: number }
    | { readonly what: "woken" }
    | { readonly what: "team"; readonly team: string | null }
    | { readonly what: "joined" | "left"; readonly who: Person }
  );

const kept_max = 200;

const somebody = (by: Person | undefined): Person | null => (by === undefined || by.id === "" ? null : by);

/** A change of stage or owner, before it is applied. */
export function stageHappened(fact: Extract<Fact, { kind: "stage" }>, before: Stage, had: Person | null, after: number): Happened | null {
  if (fact.stage === before && fact.assignee?.id === had?.id) return null;
  return { key: `h:${fact.rev}`, at: Date.parse(fact.at), after, by: somebody(fact.by), what: "stage", stage: fact.stage, assignee: fact.assignee, before, had };
}

export function innerHappened(fact: InnerFact, labels: readonly string[], after: number): Happened | null {
  const moment = { key: `i:${fact.irev}`, at: Date.parse(fact.at), after, by: somebody(fact.by) };
  switch (fact.kind) {
    case "labels":
      return { ...moment, what: "labels", added: fact.labels.filter((one) => !labels.includes(one)), removed: labels.filter((one) => !fact.labels.includes(one)) };
    case "priority":
      return { ...moment, what: "priority", priority: fact.priority };
    case "snoozed":
      return { ...moment, what: "snoozed", until: Date.parse(fact.snoozed_until) };
    case "woken":
      return { ...moment, what: "woken" };
    case "team":
      return { ...moment, what: "team", team: fact.team };
    case "joined":
      return { ...moment, what: "joined", who: fact.participant.who };
    case "left":
      return { ...moment, what: "left", who: fact.who };
    default:
      return null; // a note is drawn as itself
  }
}

export function withHappened(known: readonly Happened[], one: Happened | null): readonly Happened[] {
  return one === null || known.some((other) => other.key === one.key) ? known : [...known, one].slice(-kept_max);
}
