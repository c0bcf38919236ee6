// Asks the server's API (docs/api.md): openapi-fetch over the types of the published document (schema.d.ts), so that paths, their parameters,
// queries, bodies and answers are checked where they are written. A refusal is a value, not an exception: every caller has words for it.
//
//   const made = await api.post("/api/v1/teams", { body: { name: "Returns" } });
//   if (made.ok) show(made.value.id); else say(made.code);
import createClient, { type FetchResponse, type MaybeOptionalInit } from "openapi-fetch";
import type { components, paths } from "./schema";

type MediaType = `${string}/${string}`;

export type Problem = components["schemas"]["Problem"];
export type Me = components["schemas"]["Me"];

export interface Fault {
  /** The member, such as members[2].level; may be empty. */
  readonly where: string;
  readonly what: string;
  /** How to mend it; may be empty. */
  readonly mend: string;
}
export interface Refusal {
  readonly ok: false;
  /** 0: the server was not reached. */
  readonly status: number;
  readonly code: string;
  /** The member that is wrong; may be empty. */
  readonly where: string;
  /** In English, for whoever looks closer. */
  readonly detail: string;
  /** Everything that is wrong, for forms; the first is `where` and `detail`. */
  readonly faults: readonly Fault[];
  /** When to try again; 0: it was not said. */
  readonly retry_after_s: number;
}
export type Answer<T> = { readonly ok: true; readonly value: T } | Refusal;

export type Method = "get" | "post" | "put" | "patch" | "delete";
type PathsOf<M extends Method> = { [P in keyof paths]: paths[P] extends { [K in M]: { responses: unknown } } ? P : never }[keyof paths];
type Init<P extends keyof paths, M extends Method> = NonNullable<MaybeOptionalInit<paths[P], M>>;
type Fetched<P extends keyof paths, M extends Method> = paths[P] extends { [K in M]: infer R extends Record<string | number, unknown> } ? FetchResponse<R, object, MediaType> : never;
type Data<F> = F extends { data: infer D; error?: never } ? ([D] extends [never] ? undefined : D) : never;
/** What a route answers: undefined where it answers with nothing. */
export type Value<P extends keyof paths, M extends Method> = Data<Fetched<P, M>>;

// The library takes members that a body does not have, because it infers what it was given; here nothing is inferred but the path.
type Asking<M extends Method> = <P extends PathsOf<M>>(path: P, ...init: object extends Init<P, M> ? [init?: Init<P, M>] : [init: Init<P, M>]) => Promise<Answer<Value<P, M>>>;
export type Api = { readonly [M in Method]: Asking<M> };

const refusal = (status: number, code: string, more: Partial<Refusal> = {}): Refusal => ({ ok: false, status, code, where: "", detail: "", faults: [], retry_after_s: 0, ...more });

interface Got {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

function refused({ error, response }: Got): Refusal {
  // A proxy's page is no problem of ours.
  const problem = (typeof error === "object" && error !== null ? error : {}) as Partial<Problem>;
  const wait = Number(response.headers.get("Retry-After") ?? 0);
  return refusal(response.status, problem.code ?? "", {
    where: problem.errors?.[0]?.where ?? problem.where ?? "",
    detail: problem.detail ?? problem.title ?? "",
    faults: problem.errors ?? [{ where: problem.where ?? "", what: problem.detail ?? problem.title ?? "", mend: problem.mend ?? "" }],
    retry_after_s: Number.isFinite(wait) && wait > 0 ? Math.ceil(wait) : 0,
  });
}

async function told(asking: Promise<Got>): Promise<Answer<unknown>> {
  try {
    const got = await asking;
    return got.response.ok ? { ok: true, value: got.data } : refused(got);
  } catch (thrown) {
    return thrown instanceof SyntaxError ? refusal(200, "unread") : refusal(0, "unreached");
  }
}

/** With the session cookie, to the server that the page came from; what it gives never rejects. `send` and `origin` for tests. */
export function apiOf(send?: (request: Request) => Promise<Response>, origin: string = globalThis.location?.origin ?? ""): Api {
  const client = createClient<paths>({
    baseUrl: origin,
    credentials: "same-origin",
    querySerializer: { array: { style: "form", explode: false } },
    fetch: send ?? ((request) => globalThis.fetch(request)),
  });
  const asking = (method: Method) => (path: string, init?: object) => told(client.request(method, path as never, (init ?? {}) as never));
  return { get: asking("get"), post: asking("post"), put: asking("put"), patch: asking("patch"), delete: asking("delete") } as Api;
}
export const api = apiOf();
