// Conversations in which a note calls me: the server keeps no live window on them, so they are asked for again while they are shown.
import { onUnmounted, shallowRef, ref, watch, type Ref, type ShallowRef } from "vue";
import { api } from "../api/client";
import type { components } from "../api/schema";
import { emptyList, type List } from "../live/list";
import type { Priority, Row } from "../live/protocol";

const every_ms = 20_000;

/** A row of the API as lists show it; the API tells no order, so the newest activity counts. */
export function rowOf(row: components["schemas"]["ConversationRow"]): Row {
  const { id, stage, contact, contact_name, rev, unread, inbox, team, snoozed_until, created_at, waiting_since } = row;
  return {
    id, stage, rev, unread, inbox, team, snoozed_until, created_at, waiting_since, order: Date.parse(row.last_at), priority: row.priority as Priority, labels: [],
    assignee: row.assignee === null ? null : { kind: "agent", id: row.assignee.id ?? "", name: row.assignee.name },
    visitor: { kind: "visitor", id: contact, name: contact_name },
    last: { seq: 0, at: row.last_at, kind: row.last_by, text: row.last_text },
  };
}

export interface Mentions {
  readonly list: ShallowRef<List>;
  readonly known: Ref<boolean>;
  readonly failed: Ref<boolean>;
  load(): Promise<void>;
}

export function useMentions(shown: () => boolean, ready: Promise<unknown>): Mentions {
  const list = shallowRef<List>(emptyList);
  const known = ref(false);
  const failed = ref(false);
  let timer = 0;
  async function load(): Promise<void> {
    clearTimeout(timer);
    await ready;
    const answer = await api.get("/api/v1/conversations", { params: { query: { mentions: "me", limit: 100 } } });
    failed.value = !answer.ok && !known.value;
    if (answer.ok) {
      const rows = answer.value.items.map(rowOf);
      list.value = { total: rows.length, rows };
      known.value = true;
    }
    if (shown()) timer = window.setTimeout(() => void load(), every_ms);
  }
  watch(shown, (now) => (now ? void load() : clearTimeout(timer)), { immediate: true });
  onUnmounted(() => clearTimeout(timer));
  return { list, known, failed, load };
}
