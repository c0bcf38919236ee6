// Asks the server's API (docs/api.md) and says what it answered. A refusal is a value, not an exception: every caller has words for it.
import type { components, paths } from "./schema";

export type Problem = components["schemas"]["Problem"];
export type Me = components["schemas"]["Me"];
export type Method = "get" | "post" | "put" | "patch" | "delete";

export interface Refusal {
  readonly ok: false;
  /** 0: the server was not reached. */
  readonly status: number;
  readonly code: string;
  /** The member that is wrong; may be empty. */
  readonly where: string;
  /** In English, for whoever looks closer. */
  readonly detail: string;
  /** When to try again; 0: it was not said. */
  readonly retry_after_s: number;
}
export type Answer<T> = { readonly ok: true; readonly value: T } | Refusal;

type Json<T> = T extends { content: { "application/json": infer B } } ? B : undefined;
type Responses<P extends keyof paths, M extends Method> = paths[P] extends { [K in M]: { responses: infer R } } ? R : never;
/** What a route answers. */
export type Value<P extends keyof paths, M extends Method> =
  Responses<P, M> extends { 200: infer R } ? Json<R> : Responses<P, M> extends { 201: infer R } ? Json<R> : undefined;

const refusal = (status: number, code: string, more: Partial<Refusal> = {}): Refusal => ({ ok: false, status, code, where: "", detail: "", retry_after_s: 0, ...more });

async function refused(response: Response): Promise<Refusal> {
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  const wait = Number(response.headers.get("Retry-After") ?? 0);
  return refusal(response.status, problem.code ?? "", {
    where: problem.errors?.[0]?.where ?? problem.where ?? "",
    detail: problem.detail ?? problem.title ?? "",
    retry_after_s: Number.isFinite(wait) && wait > 0 ? Math.ceil(wait) : 0,
  });
}

/** One request with the session cookie. */
export async function ask<T>(method: Method, path: string, body?: unknown, send: typeof fetch = fetch): Promise<Answer<T>> {
  const given = body === undefined ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  let response: Response;
  try {
    response = await send(path, { method: method.toUpperCase(), credentials: "same-origin", ...given });
  } catch {
    return refusal(0, "unreached");
  }
  if (!response.ok) return refused(response);
  try {
    return { ok: true, value: (response.status === 204 ? undefined : await response.json()) as T };
  } catch {
    return refusal(response.status, "unread");
  }
}

/** A route of the published document without parameters in its path. */
export const call = <P extends keyof paths & string, M extends Method>(method: M, path: P, body?: unknown): Promise<Answer<Value<P, M>>> =>
  ask<Value<P, M>>(method, path, body);
