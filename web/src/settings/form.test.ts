import { expect, it } from "vitest";
import { apiOf, type Answer } from "../api/client";
import en from "../words/settings.en.json";
import zh from "../words/settings.zh.json";
import { speaker, type Say } from "../words/words";
import { faultAt, faultText, refusalText } from "./faults";
import { useForm } from "./form";
import type { Key } from "./speech";

const say = speaker(en) as Say<Key>;
const inChinese = speaker(zh) as Say<Key>;
const refusing = async (status: number, body: object): Promise<Answer<unknown>> =>
  apiOf(async () => new Response(JSON.stringify(body), { status }), "http://localhost").get("/api/v1/me");
const form = () => useForm({ name: "", email: "" }, { say, fields: ["name", "email"], check: (v) => ({ name: v.name.trim() === "" ? say("fault.empty") : "" }) });

it("sends nothing while it can see itself what is wrong, and says it at the field", async () => {
  const one = form();
  let asked = 0;
  await one.submit(async () => ((asked += 1), { ok: true, value: 1 }));
  expect([asked, one.wrong("name"), one.wrong("email"), one.trouble.value]).toEqual([0, say("fault.empty"), "", ""]);
  one.mend("name");
  expect(one.wrong("name")).toBe("");
});

it("puts each of the server's faults at its field and keeps what was typed", async () => {
  const one = form();
  Object.assign(one.values, { name: "Li", email: "x" });
  await one.submit(() => refusing(422, { code: "invalid", errors: [{ where: "email", what: "that is no e-mail address", mend: "give one like" }] }));
  expect([one.wrong("email"), one.trouble.value, one.values.email, one.changed.value]).toEqual([say("fault.email"), "", "x", true]);
});

it("says what no field is to blame for above the form, beside what is at the fields", async () => {
  const one = form();
  one.values.name = "Li";
  await one.submit(() => refusing(422, { code: "invalid", errors: [{ where: "name", what: "another team has this name", mend: "" }, { where: "", what: "something new", mend: "think" }] }));
  expect(one.wrong("name")).toBe(say("fault.name.taken"));
  expect(one.trouble.value).not.toBe("");
  await one.submit(() => refusing(503, {}));
  expect([one.wrong("name"), one.trouble.value]).toEqual(["", say("refused.busy")]);
});

it("is unchanged after it was saved, and after it began anew", async () => {
  const one = form();
  one.values.name = "Li";
  expect(one.changed.value).toBe(true);
  await one.submit(async () => ({ ok: true, value: 1 }));
  expect([one.changed.value, one.saved.value]).toEqual([false, 1]);
  one.values.name = "Na";
  one.reset({ name: "An", email: "" });
  expect([one.values.name, one.changed.value]).toEqual(["An", false]);
});

it.each([
  ["it has 90 characters, too many", "send 1 to 80 characters", "80"],
  ["900 is out of bounds", "send a whole number from 0 to 365", "365"],
])("tells the bound that the mend names: %s", (what, mend, bound) => {
  expect(faultText(say, { what, mend })).toContain(bound);
  expect(faultText(inChinese, { what, mend })).toMatch(/\p{Script=Han}/u);
});

it("lets a sentence through that it does not know, with its mend", () => {
  expect(faultText(inChinese, { what: "the moon is full", mend: "wait" })).toBe("the moon is full: wait");
});

it("finds the fault of what is inside of a field", () => {
  const fault = { where: "week[2].to", what: "x", mend: "" };
  expect(faultAt([fault], "week")).toBe(fault);
  expect(faultAt([fault], "wee")).toBeUndefined();
});

it("has words for what befell the whole", async () => {
  const unreached = await apiOf(async () => Promise.reject(new TypeError("x")), "http://localhost").get("/api/v1/me");
  if (unreached.ok) throw new Error("reached");
  expect(refusalText(say, unreached)).toBe(say("refused.unreached"));
});
