import { describe, expect, it } from "vitest";
import { apiOf } from "./client";

const here = "http://localhost";
const answering = (status: number, body: string, headers: Record<string, string> = {}) =>
  apiOf(async () => new Response(status === 204 ? null : body, { status, headers }), here);

describe("asking the server", () => {
  it("gives what was answered", async () => {
    expect(await answering(200, '{"bot":0}').get("/api/v1/conversations/counts")).toEqual({ ok: true, value: { bot: 0 } });
    expect(await answering(204, "").delete("/api/v1/sessions/current")).toEqual({ ok: true, value: undefined });
  });

  it.each([
    ["a refusal with its member and its wait", 429, '{"code":"too_many","where":"","detail":"too many tries"}', { "Retry-After": "61" }, { code: "too_many", detail: "too many tries", retry_after_s: 61 }],
    ["the first of several faults", 422, '{"code":"invalid","where":"","detail":"","errors":[{"where":"email","what":"x","mend":""}]}', {}, { code: "invalid", where: "email", faults: [{ where: "email", what: "x", mend: "" }] }],
    ["the one fault as a list, for forms", 409, '{"code":"conflict","where":"name","detail":"taken","mend":"choose"}', {}, { faults: [{ where: "name", what: "taken", mend: "choose" }] }],
    ["a proxy's page that is no JSON", 502, "<html>", {}, { status: 502, code: "", retry_after_s: 0 }],
    ["a proxy's empty answer", 504, "", {}, { status: 504, code: "" }],
    ["a wait that is a date", 503, "{}", { "Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT" }, { retry_after_s: 0 }],
    ["an answer that is cut short", 201, '{"na', {}, { code: "unread" }],
  ])("reads %s", async (_why, status, body, headers, expected) => {
    const api = answering(status, body, headers as Record<string, string>);
    expect(await api.post("/api/v1/teams", { body: { name: "Returns" } })).toMatchObject({ ok: false, ...expected });
  });

  it("says that nobody was reached", async () => {
    const api = apiOf(async () => Promise.reject(new TypeError("failed")), here);
    expect(await api.get("/api/v1/me")).toMatchObject({ ok: false, status: 0, code: "unreached" });
  });

  it("sends its cookie to this server only, JSON only where there is a body, and lists as the server reads them", async () => {
    const seen: Request[] = [];
    const api = apiOf(async (request) => (seen.push(request), new Response("{}")), here);
    await api.get("/api/v1/conversations", { params: { query: { stage: ["queued", "assigned"] } } });
    await api.put("/api/v1/teams/{team}/members", { params: { path: { team: "0000000000001" } }, body: { members: [] } });
    expect(seen.map((one) => [one.method, one.url, one.credentials, one.headers.get("Content-Type")])).toEqual([
      ["GET", `${here}/api/v1/conversations?stage=queued,assigned`, "same-origin", null],
      ["PUT", `${here}/api/v1/teams/0000000000001/members`, "same-origin", "application/json"],
    ]);
    expect(await seen[1]!.text()).toBe('{"members":[]}');
  });
});
