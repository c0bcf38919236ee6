// What a page asks the server for, and how that stands.
import { shallowRef, type ShallowRef } from "vue";
import type { Answer, Refusal } from "../api/client";

export type Asked<T> = { readonly state: "loading" } | { readonly state: "ready"; readonly value: T } | { readonly state: "failed"; readonly refusal: Refusal };

export interface Asking<T> {
  readonly now: ShallowRef<Asked<T>>;
  /** Asks again; what is shown stays until the answer comes. */
  again(): Promise<void>;
  /** What the server answered to a change. */
  set(value: T): void;
}

/** Of several askings only the last one's answer counts. */
export function useAsked<T>(ask: () => Promise<Answer<T>>): Asking<T> {
  const now = shallowRef<Asked<T>>({ state: "loading" });
  let turn = 0;
  const again = async (): Promise<void> => {
    const own = ++turn;
    if (now.value.state === "failed") now.value = { state: "loading" };
    const answer = await ask();
    if (own !== turn) return;
    now.value = answer.ok ? { state: "ready", value: answer.value } : { state: "failed", refusal: answer };
  };
  void again();
  return { now, again, set: (value) => ((turn += 1), (now.value = { state: "ready", value })) };
}

/** Several answers as one: all of them, or the first refusal. */
export async function together<T extends readonly unknown[]>(...asking: { [K in keyof T]: Promise<Answer<T[K]>> }): Promise<Answer<T>> {
  const answers = (await Promise.all(asking)) as Answer<unknown>[];
  const refused = answers.find((one) => !one.ok);
  if (refused !== undefined && !refused.ok) return refused;
  return { ok: true, value: answers.map((one) => (one.ok ? one.value : undefined)) as unknown as T };
}

interface Piece<T> {
  readonly items: T[];
  readonly next: string | null;
}
export interface PageQuery {
  limit: number;
  after?: string;
}

const most = 5_000;

/** A whole list, page after page; a list longer than any screen is cut. */
export async function everything<T>(ask: (query: PageQuery) => Promise<Answer<Piece<T>>>): Promise<Answer<T[]>> {
  const all: T[] = [];
  let after: string | null = null;
  do {
    const answer: Answer<Piece<T>> = await ask({ limit: 100, ...(after === null ? {} : { after }) });
    if (!answer.ok) return answer;
    all.push(...answer.value.items);
    after = answer.value.next;
  } while (after !== null && all.length < most);
  return { ok: true, value: all };
}
