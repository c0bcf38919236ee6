// What the desk looks up in the API and keeps at hand: who I am and what I may do, colleagues, teams, texts to answer with, saved views.
import { inject, shallowRef, type InjectionKey, type ShallowRef } from "vue";
import { api, type Answer, type Me } from "../api/client";
import type { components } from "../api/schema";
import type { PersonState } from "./people";

type Schemas = components["schemas"];
export type Colleague = Schemas["Person"];
export type Team = Schemas["Team"];
export type Inbox = Schemas["Inbox"];
export type QuickReply = Schemas["QuickReply"];
export type SavedView = Schemas["SavedView"];
export type Load = Schemas["Load"];
export type Right = "conversation.reply" | "conversation.note" | "conversation.assign" | "contact.write" | "contact.merge" | "contact.block" | "contact.read" | "view.share" | "state.own" | "person.read" | "knowledge.read" | "knowledge.write";

export interface Book {
  readonly me: ShallowRef<Me | null>;
  readonly people: ShallowRef<readonly Colleague[]>;
  readonly teams: ShallowRef<readonly Team[]>;
  readonly inboxes: ShallowRef<readonly Inbox[]>;
  readonly replies: ShallowRef<readonly QuickReply[]>;
  readonly views: ShallowRef<readonly SavedView[]>;
  readonly reasons: ShallowRef<readonly string[]>;
  readonly states: ShallowRef<readonly PersonState[]>;
  readonly loads: ShallowRef<readonly Load[]>;
  /** Until it is known who I am, what every agent may is taken for allowed; the server decides in any case. */
  may(right: Right): boolean;
  load(): Promise<void>;
  loadViews(): Promise<void>;
  loadPresence(): Promise<void>;
  teamName(id: string | null): string;
  personName(id: string): string;
}

const pages_max = 10;
const assumed: readonly Right[] = ["conversation.reply", "conversation.note", "contact.read", "person.read", "state.own", "knowledge.read"];

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** All pages of a list; what was refused is left as it was. */
async function all<T>(into: ShallowRef<readonly T[]>, page: (after: string | null) => Promise<Answer<Page<T>>>): Promise<void> {
  const items: T[] = [];
  let after: string | null = null;
  for (let n = 0; n < pages_max; n++) {
    const answer: Answer<Page<T>> = await page(after);
    if (!answer.ok) return;
    items.push(...answer.value.items);
    after = answer.value.next;
    if (after === null) break;
  }
  into.value = items;
}
const query = (after: string | null) => ({ params: { query: { limit: 100, ...(after === null ? {} : { after }) } } });

export function startBook(ready: Promise<boolean>): Book {
  const me = shallowRef<Me | null>(null);
  const people = shallowRef<readonly Colleague[]>([]);
  const teams = shallowRef<readonly Team[]>([]);
  const inboxes = shallowRef<readonly Inbox[]>([]);
  const replies = shallowRef<readonly QuickReply[]>([]);
  const views = shallowRef<readonly SavedView[]>([]);
  const reasons = shallowRef<readonly string[]>([]);
  const states = shallowRef<readonly PersonState[]>([]);
  const loads = shallowRef<readonly Load[]>([]);

  const loadViews = (): Promise<void> => all(views, (after) => api.get("/api/v1/views", query(after)));
  const loadPresence = async (): Promise<void> => {
    if (!(await ready)) return;
    await Promise.all([all(states, (after) => api.get("/api/v1/states", query(after))), all(loads, (after) => api.get("/api/v1/loads", query(after)))]);
  };
  async function load(): Promise<void> {
    if (!(await ready)) return; // nobody: everything would be refused
    const answer = await api.get("/api/v1/me");
    if (answer.ok) me.value = answer.value;
    const words = async (): Promise<void> => {
      const known = await api.get("/api/v1/state-reasons");
      if (known.ok) reasons.value = known.value.reasons;
    };
    await Promise.all([
      all(people, (after) => api.get("/api/v1/people", query(after))),
      all(teams, (after) => api.get("/api/v1/teams", query(after))),
      all(inboxes, (after) => api.get("/api/v1/inboxes", query(after))),
      all(replies, (after) => api.get("/api/v1/quick-replies", query(after))),
      loadViews(), loadPresence(), words(),
    ]);
  }
  return {
    me, people, teams, inboxes, replies, views, reasons, states, loads, load, loadViews, loadPresence,
    may: (right) => (me.value === null ? assumed.includes(right) : me.value.rights.includes(right)),
    teamName: (id) => teams.value.find((team) => team.id === id)?.name ?? "",
    personName: (id) => people.value.find((person) => person.id === id)?.name ?? "",
  };
}

export const bookKey: InjectionKey<Book> = Symbol("book");

export function useBook(): Book {
  const given = inject(bookKey);
  if (given === undefined) throw new Error("no book was given to this component");
  return given;
}
