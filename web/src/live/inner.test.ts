// The inner side of a conversation, drafts, notes on their way, windows and what can be taken back.
import { describe, expect, it } from "vitest";
import { Asking } from "./asking";
import { fromSnapshot, position, withChanges } from "./conversation";
import { Drafts } from "./drafts";
import { innerHappened } from "./happened";
import { withInnerFact } from "./inner";
import { NoteBox } from "./notes";
import { Offers } from "./offers";
import type { Inner, InnerFact, Note, Priority, ToServer } from "./protocol";
import { MemoryStore, TestClock, agent, entry, seeded, state, visitor } from "./testing";
import { timeline } from "./timeline";
import { Undos, opposite, undo_ms, type Stood } from "./undo";
import { Windows } from "./windows";

const colleague = { kind: "agent", id: "a000000000002", name: "Demo 02" } as const;
const empty: Inner = { irev: 0, team: null, priority: 0, labels: [], participants: [], snoozed_until: null, notes_after: 0, notes: [] };
const note = (irev: number, more: Partial<Note> = {}): Note =>
  ({ irev, after_seq: 1, author: colleague, client_id: `n${irev}`, at: "2026-11-21T10:01:00.000Z", text: `note ${irev}`, mentions: [], ...more });
const envelope = (irev: number) => ({ t: "inner", conversation: state().id, irev, at: "2026-11-21T10:02:00.000Z", by: agent }) as const;

describe("the inner side", () => {
  it.each([[2, "ignored"], [3, "applied"], [4, "gap"]])("takes %i after 2 as %s, so that nothing is noted twice or missed", (irev, kind) => {
    expect(withInnerFact({ ...empty, irev: 2 }, { ...envelope(irev), kind: "woken" }).kind).toBe(kind);
  });

  it("snapshot plus facts equals a fresh snapshot, whatever happens (100 seeds)", () => {
    for (let seed = 1; seed <= 100; seed++) {
      const chance = seeded(seed);
      let truth: Inner = empty;
      let known: Inner = empty;
      for (let irev = 1; irev <= 30; irev++) {
        const dice = Math.floor(chance() * 8);
        const labels = ["refund", "cake", "late"].filter(() => chance() < 0.5);
        const priority = Math.floor(chance() * 5) as Priority;
        const made: [InnerFact, Partial<Inner>][] = [
          [{ ...envelope(irev), kind: "note", note: note(irev) }, { notes: [...truth.notes, note(irev)] }],
          [{ ...envelope(irev), kind: "labels", labels }, { labels }],
          [{ ...envelope(irev), kind: "priority", priority }, { priority }],
          [{ ...envelope(irev), kind: "snoozed", snoozed_until: "2026-11-22T00:00:00.000Z" }, { snoozed_until: "2026-11-22T00:00:00.000Z" }],
          [{ ...envelope(irev), kind: "woken" }, { snoozed_until: null }],
          [{ ...envelope(irev), kind: "team", team: "t000000000001" }, { team: "t000000000001" }],
          [{ ...envelope(irev), kind: "joined", participant: { who: colleague, since: "" } }, { participants: [{ who: colleague, since: "" }] }],
          [{ ...envelope(irev), kind: "left", who: colleague }, { participants: [] }],
        ];
        const [fact, change] = made[dice] as (typeof made)[number];
        truth = { ...truth, ...change, irev };
        const applied = withInnerFact(known, fact);
        expect(applied.kind).toBe("applied");
        if (applied.kind === "applied") known = applied.inner;
      }
      expect(known, `seed ${seed}`).toEqual(truth);
    }
  });

  it("adds the notes of a later look to those it holds, and says where it is in both numberings", () => {
    const known = fromSnapshot({ t: "snapshot", log: "l", earlier: false, entries: [entry(1, visitor)], conversation: state({ rev: 2, last_seq: 1, inner: { ...empty, irev: 2, notes: [note(1), note(2)] } }) });
    expect(position(known)).toEqual({ log: "l", rev: 2, irev: 2 });
    const next = withChanges(known, { t: "changes", log: "l", entries: [], conversation: state({ rev: 2, last_seq: 1, inner: { ...empty, irev: 3, notes_after: 2, notes: [note(3)] } }) });
    expect(next.inner?.notes.map((one) => one.irev)).toEqual([1, 2, 3]);
    const anew = withChanges(known, { t: "changes", log: "l", entries: [], conversation: state({ rev: 2, last_seq: 1, inner: { ...empty, irev: 90, notes: [note(90)] } }) });
    expect(anew.inner?.notes.map((one) => one.irev)).toEqual([90]);
  });

  it("puts notes and happenings after the words that they followed, and leaves out what belongs to words not loaded", () => {
    const conversation = fromSnapshot({
      t: "snapshot", log: "l", earlier: true, entries: [entry(5, visitor), entry(6, agent)],
      conversation: state({ last_seq: 6, inner: { ...empty, irev: 3, notes: [note(1, { after_seq: 2 }), note(2, { after_seq: 5 }), note(3, { after_seq: 6 })] } }),
    });
    const happened = [innerHappened({ ...envelope(9), kind: "labels", labels: ["b"] }, ["a"], 5)].filter((one) => one !== null);
    const items = timeline({ conversation, pending: [], me: agent, connected: true, unreadAfter: null, dayOf: () => "day", happened, pendingNotes: [] });
    expect(items.map((one) => (one.kind === "said" || one.kind === "note" ? one.text : one.kind))).toEqual(["day", "words 5", "note 2", "event", "words 6", "note 3"]);
    expect(happened[0]).toMatchObject({ added: ["b"], removed: ["a"] });
  });
});

describe("taking back", () => {
  const stood = (more: Partial<Stood> = {}): Stood => ({ stage: "assigned", assignee: agent, team: "t1", snoozed_until: null, ...more });
  it.each([
    ["resolved is opened again", { t: "resolve" }, stood(), [{ t: "reopen" }]],
    ["taken from the queue goes back to it", { t: "take" }, stood({ stage: "queued", assignee: null }), [{ t: "requeue" }]],
    ["taken from a colleague goes back to him", { t: "take" }, stood({ assignee: colleague }), [{ t: "transfer", agent: colleague.id, seen: true }]],
    ["given to a colleague is taken again", { t: "transfer", agent: colleague.id }, stood(), [{ t: "take", seen: true }]],
    ["given to another team comes back to one's own", { t: "transfer", team: "t2" }, stood(), [{ t: "take" }, { t: "transfer", team: "t1", seen: true }, { t: "take" }]],
    ["given to its own team is only taken again", { t: "transfer", team: "t1" }, stood(), [{ t: "take" }]],
    ["what a supervisor gave goes to whom it was from", { t: "assign", agent: "x" }, stood({ assignee: colleague }), [{ t: "assign", agent: colleague.id, seen: true }]],
    ["or back to the queue", { t: "assign", agent: "x" }, stood({ stage: "queued", assignee: null }), [{ t: "requeue" }]],
    ["put off is woken", { t: "snooze" }, stood(), [{ t: "wake" }]],
    ["what one does not have cannot be taken back", { t: "transfer", team: "t2" }, stood({ assignee: colleague }), null],
  ])("%s", (_why, act, before, back) => expect(opposite(act, before, agent.id)).toEqual(back));

  it("is offered for eight seconds, and as long as somebody points at it", () => {
    const clock = new TestClock();
    const undos = new Undos(clock, () => undefined);
    undos.add({ id: "c", conversation: "c", act: { t: "resolve" }, before: stood(), back: [{ t: "reopen" }] });
    clock.advance(undo_ms - 1);
    undos.hold("c");
    clock.advance(60_000);
    expect(undos.list()).toHaveLength(1);
    undos.release("c");
    clock.advance(2_000);
    expect(undos.list()).toHaveLength(0);
  });
});

describe("drafts", () => {
  function desk() {
    const clock = new TestClock();
    const store = new MemoryStore();
    const said: ToServer[] = [];
    const there = { up: true };
    let id = 0;
    const drafts = new Drafts("d.", store, clock, () => `i${++id}`, () => clock.now(), (message) => there.up && said.push(message) > 0);
    return { clock, said, there, drafts };
  }
  it("are told a moment after the last key, once, and again after a cut", () => {
    const { clock, said, there, drafts } = desk();
    for (const text of ["a", "ab", "abc"]) drafts.set("c1", text);
    clock.advance(1_500);
    expect(said.map((one) => one.text)).toEqual(["abc"]);
    there.up = false;
    drafts.set("c1", "abcd");
    clock.advance(1_500);
    expect(drafts.get("c1")).toBe("abcd");
    there.up = true;
    drafts.ready();
    expect(said.map((one) => one.text)).toEqual(["abc", "abcd"]);
  });
  it("of another desk replace older ones, never words that the server has not got yet", () => {
    const { clock, said, drafts } = desk();
    drafts.set("c1", "mine");
    expect(drafts.heard("c1", "theirs", clock.now() + 5_000)).toBe(false);
    clock.advance(1_500);
    expect(drafts.answered(String(said[0]?.id), true)).toBe(true);
    expect(drafts.heard("c1", "theirs", clock.now() + 5_000)).toBe(true);
    expect(drafts.get("c1")).toBe("theirs");
    expect(drafts.heard("c1", "", null)).toBe(false);
  });
});

describe("notes on their way", () => {
  it("are kept over a reload, said again with the same id, and gone once the conversation has them", () => {
    const clock = new TestClock();
    const store = new MemoryStore();
    const said: ToServer[] = [];
    let up = false;
    let id = 0;
    const box = () => new NoteBox("n.", store, clock, () => `i${++id}`, (message) => up && said.push(message) > 0, () => undefined);
    const first = box();
    first.add("c1", "look", ["a2"]);
    expect(said).toEqual([]);
    const again = box();
    up = true;
    again.ready();
    again.lost();
    again.ready();
    expect(said.map((one) => [one.id, one.text, one.mentions])).toEqual([["i1", "look", ["a2"]], ["i1", "look", ["a2"]]]);
    again.ack("i1");
    again.settle([note(1, { client_id: "i1" })]);
    expect(again.list("c1")).toEqual([]);
    expect(store.keys("n.")).toEqual([]);
  });
  it("that are refused stay with their author, and hold up no other", () => {
    const clock = new TestClock();
    const said: ToServer[] = [];
    let id = 0;
    const box = new NoteBox("n.", new MemoryStore(), clock, () => `i${++id}`, (message) => said.push(message) > 0, () => undefined);
    box.add("c1", "one", []);
    box.add("c1", "two", []);
    box.refused({ t: "refused", id: "i1", status: 422, code: "invalid", title: "", where: "", mend: "" });
    box.ack("i2");
    expect(box.list("c1").map((one) => one.phase)).toEqual(["refused", "acked"]);
    expect(box.discard("i1")).toBe("one");
  });
});

describe("windows", () => {
  it("are asked for once, anew when they change or the connection does, and let go when unwanted", () => {
    const said: ToServer[] = [];
    const windows = new Windows((message) => said.push(message) > 0);
    windows.want([{ name: "queue", limit: 1 }, { name: "v1", filter: { teams: ["t1"] }, sort: "waiting", limit: 200 }], 200);
    windows.want([{ name: "queue", limit: 1 }, { name: "v1", filter: { teams: ["t1"] }, sort: "waiting", limit: 200 }], 200);
    expect(said.map((one) => one.t)).toEqual(["watch", "watch"]);
    windows.window({ t: "window", view: "v1", total: 0, rows: [] });
    expect(windows.knows("v1")).toBe(true);
    windows.want([{ name: "v1", filter: { teams: ["t2"] }, sort: "waiting", limit: 200 }], 200);
    expect(said.slice(2).map((one) => one.t)).toEqual(["unwatch", "watch"]);
    expect(windows.knows("v1")).toBe(false); // its rows are another filter's
    windows.ready(200);
    expect(said.slice(4)).toEqual([{ t: "watch", view: "v1", filter: { teams: ["t2"] }, sort: "waiting", limit: 200 }]);
  });
});

describe("offers and questions", () => {
  it("an offer that is told again stays one; the end of one that was never heard changes nothing", () => {
    const offers = new Offers();
    offers.ended("c9", "expired");
    expect(offers.missed).toBeNull();
    for (let n = 0; n < 2; n++) offers.heard({ t: "offer", conversation: "c1", until: "2026-11-21T10:00:30.000Z" }, 1_000 + n);
    expect(offers.list()).toMatchObject([{ conversation: "c1", since: 1_000 }]);
    offers.ended("c1", "withdrawn");
    expect(offers.missed).toEqual({ conversation: "c1", why: "withdrawn" });
  });
  it("whoever asks hears how it ended: answered, refused, cut, or never said", async () => {
    let up = true;
    let id = 0;
    const asking = new Asking(() => `i${++id}`, () => up);
    const answers = [asking.ask({ t: "take" }), asking.ask({ t: "take" }), asking.ask({ t: "take" })];
    asking.ack({ t: "ack", id: "i1" });
    asking.refused({ t: "refused", id: "i2", status: 409, code: "stale", title: "", where: "", mend: "" });
    asking.lost();
    up = false;
    answers.push(asking.ask({ t: "take" }));
    expect((await Promise.all(answers)).map((one) => (one.ok ? "ok" : one.code))).toEqual(["ok", "stale", "cut", "cut"]);
  });
});
