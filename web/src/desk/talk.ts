// The conversation on the screen: what is known of it and what can be done to it, given to every component that shows a part of it.
import { computed, inject, ref, type ComputedRef, type InjectionKey, type Ref } from "vue";
import type { Outcome } from "../live/asking";
import type { Conversation } from "../live/conversation";
import type { Inner, Person, State } from "../live/protocol";
import type { Command } from "../live/undo";
import type { Book } from "./book";
import { mayDo, type May } from "./may";
import type { Desk } from "./session";

/** What floats over the page. */
export type Over = "" | "transfer" | "assign" | "invite" | "snooze" | "merge" | "palette" | "keys" | "view" | "lists";

export interface Talk {
  readonly id: ComputedRef<string>;
  readonly conversation: ComputedRef<Conversation | null>;
  readonly state: ComputedRef<State | null>;
  readonly inner: ComputedRef<Inner | null>;
  readonly missing: ComputedRef<boolean>;
  /** Colleagues who have it open too. */
  readonly looking: ComputedRef<readonly Person[]>;
  /** Colleagues who write in it now. */
  readonly writing: ComputedRef<readonly Person[]>;
  readonly may: ComputedRef<May>;
  /** An act is under way, or nothing can be said now. */
  readonly busy: ComputedRef<boolean>;
  /** The contact who is shown beside it. */
  readonly contact: ComputedRef<string>;
  readonly over: Ref<Over>;
  readonly paneOpen: Ref<boolean>;
  act(command: Command): Promise<Outcome>;
}

export function startTalk({ session, turn }: Desk, book: Book, id: () => string): Talk {
  const key = computed(id);
  const opened = computed(() => (turn.value, session.get(key.value)));
  // Each turn touches what is read of it; a part that is the same as before redraws nothing.
  const conversation = computed(() => (turn.value, opened.value?.conversation ?? null));
  const state = computed(() => conversation.value?.state ?? null);
  const inner = computed(() => conversation.value?.inner ?? null);
  const rights = computed(() => ({ reply: book.may("conversation.reply"), note: book.may("conversation.note"), assign: book.may("conversation.assign") }));
  const me = computed(() => (turn.value, session.me));
  return {
    id: key,
    conversation,
    state,
    inner,
    missing: computed(() => (turn.value, opened.value?.missing ?? false)),
    looking: computed(() => (turn.value, (opened.value?.looking ?? []).filter((one) => one.id !== session.me.id))),
    writing: computed(() => (turn.value, (opened.value?.typing.list() ?? []).filter((one) => one.kind === "agent" && one.id !== session.me.id))),
    may: computed(() => mayDo(state.value, inner.value, me.value, rights.value)),
    busy: computed(() => (turn.value, session.doing !== null || session.link.kind !== "ready")),
    contact: computed(() => state.value?.visitor.id ?? ""),
    over: ref<Over>(""),
    paneOpen: ref(false),
    act: (command) => session.act(command, key.value),
  };
}

export const talkKey: InjectionKey<Talk> = Symbol("talk");

export function useTalk(): Talk {
  const given = inject(talkKey);
  if (given === undefined) throw new Error("no conversation was given to this component");
  return given;
}
