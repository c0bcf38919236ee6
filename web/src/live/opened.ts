// A conversation that a desk follows, as it has come to know it.
import type { Conversation } from "./conversation";
import { innerHappened, stageHappened, withHappened, type Happened } from "./happened";
import type { Fact, InnerFact, Person, ToServer } from "./protocol";
import { Receipts } from "./receipts";
import type { Clock } from "./ports";
import { TypingHeard, TypingSpoken } from "./typing";

export interface Opened {
  conversation: Conversation | null;
  /** The server does not know it. */
  missing: boolean;
  loadingEarlier: boolean;
  /** What happened while it was followed. */
  happened: readonly Happened[];
  /** Who has it open; may be late. */
  looking: readonly Person[];
  readonly receipts: Receipts;
  readonly typing: TypingHeard;
  readonly spoken: TypingSpoken;
}

export function followed(id: string, clock: Clock, say: (message: ToServer) => boolean, shown: () => { conversation: Conversation; me: Person } | null, changed: () => void): Opened {
  return {
    conversation: null,
    missing: false,
    loadingEarlier: false,
    happened: [],
    looking: [],
    receipts: new Receipts(clock, say, shown, { conversation: id }),
    typing: new TypingHeard(clock, changed),
    spoken: new TypingSpoken(clock, () => say({ t: "typing", conversation: id })),
  };
}

/** Before the fact is applied. */
export function noteStage(one: Opened, fact: Fact): void {
  const state = one.conversation?.state;
  if (fact.kind !== "stage" || state === undefined) return;
  one.happened = withHappened(one.happened, stageHappened(fact, state.stage, state.assignee, state.last_seq));
}
export function noteInner(one: Opened, fact: InnerFact): void {
  const known = one.conversation;
  if (known?.inner == null) return;
  one.happened = withHappened(one.happened, innerHappened(fact, known.inner.labels, known.state.last_seq));
}
