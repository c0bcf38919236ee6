// What must not compile: each line after @ts-expect-error is a fault, and `npm run check` fails when the compiler lets one through. Nothing
// here is ever called.
import { api, type Answer } from "./client";
import type { components } from "./schema";

type Team = components["schemas"]["Team"];

export async function typed(): Promise<unknown[]> {
  const made: Answer<Team> = await api.post("/api/v1/teams", { body: { name: "Returns", expert: true } });
  const one = await api.get("/api/v1/teams/{team}", { params: { path: { team: "0000000000001" } } });
  const page = await api.get("/api/v1/conversations", { params: { query: { stage: ["queued"], limit: 10 } } });
  const gone: Answer<undefined> = await api.delete("/api/v1/sessions/current");
  const right = [made, one.ok && one.value.name, page.ok && page.value.items[0]?.last_text, gone];

  // @ts-expect-error a path that is not there
  const path = api.get("/api/v1/taems");
  // @ts-expect-error a method that the path does not know
  const method = api.put("/api/v1/teams", { body: { name: "Returns" } });
  // @ts-expect-error a parameter of the path is missing
  const parameter = api.get("/api/v1/teams/{team}");
  // @ts-expect-error a parameter of the path has another name
  const renamed = api.get("/api/v1/teams/{team}", { params: { path: { id: "0000000000001" } } });
  // @ts-expect-error a query that is not there
  const query = api.get("/api/v1/conversations", { params: { query: { stages: ["queued"] } } });
  // @ts-expect-error a word that is not one of the query's
  const word = api.get("/api/v1/conversations", { params: { query: { stage: ["waiting"] } } });
  // @ts-expect-error a member that the body does not have
  const member = api.post("/api/v1/teams", { body: { name: "Returns", exprt: true } });
  // @ts-expect-error a member of the body has another type
  const type = api.post("/api/v1/teams", { body: { name: 7 } });
  // @ts-expect-error a member that the body needs is missing
  const missing = api.post("/api/v1/teams", { body: {} });
  // @ts-expect-error the body itself is missing
  const bodiless = api.post("/api/v1/teams");
  // @ts-expect-error a member that the answer does not have
  const unanswered = one.ok && one.value.nmae;
  // @ts-expect-error a list's items have no such member
  const item = page.ok && page.value.items[0]?.text;
  // @ts-expect-error an answer without content has no members
  const empty = gone.ok && gone.value.id;
  // @ts-expect-error whoever does not look whether it was refused has no value
  const unlooked = made.value;
  return [right, path, method, parameter, renamed, query, word, member, type, missing, bodiless, unanswered, item, empty, unlooked];
}
