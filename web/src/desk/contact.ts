// The customer of the conversation on the screen, as the API tells him; asked anew when another is shown or when something about him changes.
import { inject, shallowRef, ref, watch, type InjectionKey, type Ref, type ShallowRef } from "vue";
import { api } from "../api/client";
import type { components } from "../api/schema";
import type { Talk } from "./talk";

export type Contact = components["schemas"]["Contact"];
export type PastRow = components["schemas"]["ConversationRow"];

export interface ContactCard {
  readonly contact: ShallowRef<Contact | null>;
  readonly past: ShallowRef<readonly PastRow[]>;
  /** "" or why it could not be shown. */
  readonly failed: Ref<"" | "rights" | "trouble">;
  load(): Promise<void>;
}

export function startContact(talk: Talk, ready: Promise<unknown>): ContactCard {
  const contact = shallowRef<Contact | null>(null);
  const past = shallowRef<readonly PastRow[]>([]);
  const failed = ref<"" | "rights" | "trouble">("");

  async function load(): Promise<void> {
    const id = talk.contact.value;
    if (id === "") return;
    await ready;
    const params = { params: { path: { contact: id } } };
    const [known, rows] = await Promise.all([api.get("/api/v1/contacts/{contact}", params), api.get("/api/v1/contacts/{contact}/conversations", { params: { path: { contact: id }, query: { limit: 20 } } })]);
    if (id !== talk.contact.value) return; // another one is shown by now
    failed.value = known.ok ? "" : known.status === 403 || known.status === 401 ? "rights" : "trouble";
    if (known.ok) contact.value = known.value;
    if (rows.ok) past.value = rows.value.items;
  }
  watch(talk.contact, () => {
    contact.value = null;
    past.value = [];
    failed.value = "";
    void load();
  }, { immediate: true });
  return { contact, past, failed, load };
}

export const contactKey: InjectionKey<ContactCard> = Symbol("contact");

export function useContact(): ContactCard {
  const given = inject(contactKey);
  if (given === undefined) throw new Error("no contact was given to this component");
  return given;
}
