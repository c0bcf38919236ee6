import { describe, expect, it } from "vitest";
import type { Refusal } from "../api/client";
import doorEn from "../words/door.en.json";
import doorZh from "../words/door.zh.json";
import { speaker, type Say } from "../words/words";
import { atHome, nextOf, saidOf, waiting, type Door } from "./entering";
import type { Key } from "./speech";

const say = speaker(doorEn) as Say<Key>;
const refusal = (status: number, code: string, where = ""): Refusal => ({ ok: false, status, code, where, detail: "", faults: [], retry_after_s: 0 });

describe("what is said at the door", () => {
  it.each<[Door, Refusal, string, string]>([
    ["signin", refusal(401, "unauthenticated"), "", doorEn["wrong.signin"]],
    ["signin", refusal(422, "invalid", "email"), "", doorEn["wrong.signin"]],
    ["signin", refusal(0, "unreached"), "", doorEn.unreached],
    ["signin", refusal(503, "unavailable"), "", doorEn.busy],
    ["demo", refusal(401, "unauthenticated"), "", doorEn["wrong.demo"]],
    ["setup", refusal(401, "unauthenticated", "code"), "code", doorEn["wrong.code"]],
    ["setup", refusal(409, "conflict", "email"), "email", doorEn["wrong.taken"]],
    ["setup", refusal(422, "invalid", "/email"), "email", doorEn["wrong.email"]],
    ["setup", refusal(418, "odd"), "", doorEn.other],
  ])("%s: %o", (door, given, at, text) => expect(saidOf(say, door, given)).toEqual({ at, text }));

  it("says the wait in the unit that one waits in, never too short", () => {
    expect(waiting(say, 1)).toBe("1 second");
    expect(waiting(say, 90)).toBe("90 seconds");
    expect(waiting(say, 91)).toBe("2 minutes");
    expect(waiting(speaker(doorZh) as Say<Key>, 600)).toBe("10 分钟");
  });
});

describe("where one goes after signing in", () => {
  it.each([
    ["", "/agent"],
    ["?next=%2Fagent%3Flang%3Dzh%23%2Fmine%2F01h8", "/agent?lang=zh#/mine/01h8"],
    ["?next=https%3A%2F%2Fevil.example%2Fagent", "/agent"],
    ["?next=%2F%2Fevil.example%2Fagent", "/agent"],
    ["?next=%2Fagent%2F..%2Fsetup", "/agent"],
    ["?next=%2Fagent.evil.example", "/agent"],
  ])("%s", (search, expected) => expect(nextOf(search, "https://here.example")).toBe(expected));
});

it("knows this machine's names", () => {
  expect(["localhost", "127.0.0.1", "127.1.2.3", "[::1]"].every(atHome)).toBe(true);
  expect(["localhost.evil.example", "10.0.0.1", "127.0.0.1.evil.example", ""].some(atHome)).toBe(false);
});
