// What this agent may do with a conversation as it stands: docs/stages.md, read from his side. The server decides; this only keeps the page
// from offering what would be refused. Pure.
import type { Inner, Person, State } from "../live/protocol";

export interface May {
  readonly mine: boolean;
  readonly reply: boolean;
  readonly note: boolean;
  readonly take: boolean;
  readonly resolve: boolean;
  readonly finish: boolean;
  readonly reopen: boolean;
  readonly transfer: boolean;
  /** Given away as a supervisor, not as its owner. */
  readonly assign: boolean;
  readonly requeue: boolean;
  readonly invite: boolean;
  readonly snooze: boolean;
  readonly wake: boolean;
}

export interface Rights {
  readonly reply: boolean;
  readonly note: boolean;
  readonly assign: boolean;
}

export const nothing: May = {
  mine: false, reply: false, note: false, take: false, resolve: false, finish: false, reopen: false, transfer: false, assign: false, requeue: false,
  invite: false, snooze: false, wake: false,
};

export function mayDo(state: State | null, inner: Inner | null, me: Person, rights: Rights): May {
  if (state === null) return nothing;
  const { stage } = state;
  const owns = state.assignee?.id === me.id;
  const mine = owns && stage === "assigned";
  const part = inner?.participants.some((one) => one.who.id === me.id) ?? false;
  const waits = stage === "queued" || stage === "bot";
  const leads = owns || rights.assign;
  const reply = rights.reply;
  return {
    mine,
    reply: reply && (waits || mine || (stage === "assigned" && part)),
    note: rights.note,
    take: reply && (waits || (stage === "assigned" && !owns)),
    resolve: reply && mine,
    finish: reply && stage === "wrap_up" && leads,
    reopen: reply && (stage === "resolved" || (stage === "wrap_up" && leads)),
    transfer: reply && ((stage === "assigned" && leads) || (waits && rights.assign)),
    assign: rights.assign && (waits || stage === "assigned"),
    requeue: reply && stage === "assigned" && leads,
    invite: reply && ((stage === "assigned" && (leads || part)) || (stage === "wrap_up" && leads)),
    snooze: reply && stage === "assigned" && leads,
    wake: reply && stage === "assigned" && leads && (inner?.snoozed_until ?? null) !== null,
  };
}
