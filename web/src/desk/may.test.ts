import { expect, it } from "vitest";
import { agent, state } from "../live/testing";
import type { Inner, Stage } from "../live/protocol";
import { mayDo } from "./may";

const other = { kind: "agent", id: "a000000000002", name: "Demo 02" } as const;
const inner: Inner = { irev: 0, team: null, priority: 0, labels: [], participants: [], snoozed_until: null, notes_after: 0, notes: [] };
const rights = { reply: true, note: true, assign: false };
const words = (stage: Stage, assignee: typeof agent | null, more: Partial<Inner> = {}, given = rights): string =>
  Object.entries(mayDo(state({ stage, assignee }), { ...inner, ...more }, agent, given)).flatMap(([name, may]) => (may ? [name] : [])).join(" ");

it.each([
  ["whoever sees a waiting one may answer or take it", words("queued", null), "reply note take"],
  ["its owner does all that can be done to it", words("assigned", agent), "mine reply note resolve transfer requeue invite snooze"],
  ["a sleeping one can be woken", words("assigned", agent, { snoozed_until: "x" }), "mine reply note resolve transfer requeue invite snooze wake"],
  ["a colleague's can be taken and noted", words("assigned", other), "note take"],
  ["who was invited may write and invite", words("assigned", other, { participants: [{ who: agent, since: "" }] }), "reply note take invite"],
  ["in wrap-up its owner may end that or go on", words("wrap_up", agent), "note finish reopen invite"],
  ["a resolved one may be opened again", words("resolved", other), "note reopen"],
  ["a supervisor gives away what others have", words("assigned", other, {}, { ...rights, assign: true }), "note take transfer assign requeue invite snooze"],
  ["who only reads does nothing", words("queued", null, {}, { reply: false, note: false, assign: false }), ""],
])("%s", (_why, may, expected) => expect(may).toBe(expected));
