import { describe, expect, it } from "vitest";
import { ask } from "./client";

const answering = (status: number, body: string, headers: Record<string, string> = {}): typeof fetch =>
  (async () => new Response(status === 204 ? null : body, { status, headers })) as typeof fetch;

describe("asking the server", () => {
  it("gives what was answered", async () => {
    expect(await ask("get", "/x", undefined, answering(200, '{"name":"Li"}'))).toEqual({ ok: true, value: { name: "Li" } });
    expect(await ask("delete", "/x", undefined, answering(204, ""))).toEqual({ ok: true, value: undefined });
  });

  it.each([
    ["a refusal with its member and its wait", 429, '{"code":"too_many","where":"","detail":"too many tries"}', { "Retry-After": "61" }, { code: "too_many", retry_after_s: 61 }],
    ["the first of several faults", 422, '{"code":"invalid","where":"","detail":"","errors":[{"where":"email","what":"x","mend":""}]}', {}, { code: "invalid", where: "email" }],
    ["a proxy's page that is no JSON", 502, "<html>", {}, { status: 502, code: "", retry_after_s: 0 }],
    ["a wait that is a date", 503, "{}", { "Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT" }, { retry_after_s: 0 }],
    ["an answer that is cut short", 200, '{"na', {}, { code: "unread" }],
  ])("reads %s", async (_why, status, body, headers, expected) => {
    const answer = await ask("post", "/x", {}, answering(status, body, headers as Record<string, string>));
    expect(answer).toMatchObject({ ok: false, ...expected });
  });

  it("says that nobody was reached", async () => {
    const nobody = (async () => Promise.reject(new TypeError("failed"))) as typeof fetch;
    expect(await ask("get", "/x", undefined, nobody)).toMatchObject({ ok: false, status: 0, code: "unreached" });
  });

  it("sends its cookie to this server only, and JSON only where there is a body", async () => {
    const seen: RequestInit[] = [];
    const look = (async (_path: unknown, how: RequestInit) => (seen.push(how), new Response("{}"))) as unknown as typeof fetch;
    await ask("get", "/x", undefined, look);
    await ask("post", "/x", { a: 1 }, look);
    expect(seen.map((how) => [how.method, how.credentials, how.body])).toEqual([["GET", "same-origin", undefined], ["POST", "same-origin", '{"a":1}']]);
  });
});
