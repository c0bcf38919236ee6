import { expect, it } from "vitest";
import { apiOf, type Answer } from "../api/client";
import { everything, together, useAsked } from "./asked";

const ok = <T>(value: T): Answer<T> => ({ ok: true, value });
const refused = async (): Promise<Answer<never>> => (await apiOf(async () => new Response('{"code":"forbidden"}', { status: 403 }), "http://localhost").get("/api/v1/me")) as Answer<never>;

it("asks for a list page by page, in order, and stops at a refusal", async () => {
  const asked: (string | undefined)[] = [];
  const pages: Record<string, { items: number[]; next: string | null }> = { "": { items: [1, 2], next: "a" }, a: { items: [3], next: "b" }, b: { items: [], next: null } };
  expect(await everything(async ({ after }) => (asked.push(after), ok(pages[after ?? ""]!)))).toEqual(ok([1, 2, 3]));
  expect(asked).toEqual([undefined, "a", "b"]);
  expect(await everything(async ({ after }) => (after === undefined ? ok({ items: [1], next: "a" }) : await refused()))).toMatchObject({ ok: false, status: 403 });
});

it("gives several answers together, or the first refusal", async () => {
  expect(await together<[number, string]>(Promise.resolve(ok(1)), Promise.resolve(ok("x")))).toEqual(ok([1, "x"]));
  expect(await together<[number, string]>(Promise.resolve(ok(1)), refused())).toMatchObject({ ok: false, code: "forbidden" });
});

it("lets the last asking count, however late an earlier one answers", async () => {
  const waiting: ((answer: Answer<number>) => void)[] = [];
  const asked = useAsked(() => new Promise<Answer<number>>((done) => waiting.push(done)));
  const second = asked.again();
  waiting[1]!(ok(2));
  await second;
  waiting[0]!(ok(1));
  await Promise.resolve();
  expect(asked.now.value).toEqual({ state: "ready", value: 2 });
});

it("keeps what a change answered, though the list was asked for before", async () => {
  let answer: (value: Answer<number>) => void = () => undefined;
  const asked = useAsked(() => new Promise<Answer<number>>((done) => (answer = done)));
  asked.set(7);
  answer(ok(1));
  await Promise.resolve();
  expect(asked.now.value).toEqual({ state: "ready", value: 7 });
});
