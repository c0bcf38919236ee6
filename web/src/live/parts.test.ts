import { describe, expect, it } from "vitest";
import { afterClose, backoff } from "./backoff";
import { Connection } from "./connection";
import { fromSnapshot } from "./conversation";
import { emptyList, fromWindow, heldOrder, withRows } from "./list";
import { Outbox } from "./outbox";
import type { SocketEvents } from "./ports";
import { parseFrame, type Row, type ToServer } from "./protocol";
import { MemoryStore, TestClock, agent, entry, state, visitor } from "./testing";
import { reused, timeline, type TimelineInput } from "./timeline";
import { TypingHeard, TypingSpoken } from "./typing";
import { UnreadLine } from "./unread";

describe("back-off", () => {
  it.each([[0, 500], [1, 1_000], [3, 4_000], [6, 30_000], [99, 30_000]])("the %i-th try waits at most %i ms", (tries, most) => {
    expect(backoff(tries, () => 0)).toBe(0);
    expect(backoff(tries, () => 1)).toBe(most);
  });
  it.each([
    ["a draining server within a second, whatever failed before", 1001, { kind: "retry", delay_ms: 1_000 }],
    ["trouble with back-off", 1013, { kind: "retry", delay_ms: 30_000 }],
    ["not allowed: never unchanged", 1008, { kind: "stop" }],
  ])("%s", (_name, code, expected) => expect(afterClose(code, 9, () => 1)).toEqual(expected));
});

describe("frames", () => {
  it.each([
    ["an unknown type is ignored, so that a newer server can say more", '{"t":"weather"}', null],
    ["no type", "[]", null],
    ["not JSON", "{", null],
  ])("%s", (_name, text, expected) => expect(parseFrame(text)).toBe(expected));
});

describe("a connection", () => {
  function connect() {
    const clock = new TestClock();
    const opened: { events: SocketEvents; sent: ToServer[]; dropped: boolean }[] = [];
    const connection = new Connection("/live/visitor", (_path, events) => {
      const one = { events, sent: [] as ToServer[], dropped: false };
      opened.push(one);
      return { send: (text) => void one.sent.push(JSON.parse(text) as ToServer), drop: () => void (one.dropped = true) };
    }, clock, () => 0.5, { hello: () => ({ t: "hello", v: 1 }), welcome: () => undefined, message: () => undefined, link: () => undefined });
    connection.start();
    const welcome = () => opened.at(-1)?.events.text('{"t":"welcome","log":"l","limits":{},"me":{}}');
    return { clock, opened, connection, welcome };
  }

  it("asks after 25 s of silence, and comes back after 60 s without a word", () => {
    const { clock, opened, welcome } = connect();
    opened[0]?.events.open();
    welcome();
    clock.advance(31_000);
    expect(opened[0]?.sent.map((one) => one.t)).toEqual(["hello", "ping"]);
    clock.advance(40_000);
    expect(opened[0]?.dropped).toBe(true);
    expect(opened.length).toBeGreaterThan(1);
  });

  it("does not wait for ever for a welcome", () => {
    const { clock, opened } = connect();
    clock.advance(11_000);
    expect(opened.length).toBe(2);
  });

  it("waits longer each time a server welcomes and dies at once, and forgets that after a steady while", () => {
    const { clock, opened, connection, welcome } = connect();
    for (let n = 0; n < 4; n++) {
      welcome();
      opened.at(-1)?.events.closed(1011, "");
      clock.advance(250 * 2 ** n - 1);
      expect(opened.length).toBe(n + 1);
      clock.advance(1);
      expect(opened.length).toBe(n + 2);
    }
    welcome();
    clock.advance(6_000);
    opened.at(-1)?.events.closed(1011, "");
    clock.advance(250);
    expect(connection.link.kind).toBe("connecting");
  });

  it("looks at once when the page is looked at again, and gives a dead socket five seconds", () => {
    const { clock, opened, connection, welcome } = connect();
    welcome();
    clock.advance(8_000);
    connection.wake();
    expect(opened[0]?.sent.at(-1)?.t).toBe("ping");
    clock.advance(11_000);
    expect(opened[0]?.dropped).toBe(true);
  });
});

describe("the outbox", () => {
  function box(store = new MemoryStore(), name = "id") {
    const clock = new TestClock();
    const said: ToServer[] = [];
    let id = 0;
    let stuck = 0;
    const outbox = new Outbox("p.", store, clock, () => 0, () => `${name}-${++id}`, {
      say: (message) => said.push(message) > 0, stuck: () => void (stuck += 1), changed: () => undefined,
    });
    return { clock, said, outbox, store, stuck: () => stuck };
  }
  const refusal = { t: "refused", status: 403, title: "", where: "", mend: "" } as const;

  it("has no more than the limit under way, and sends on as answers come", () => {
    const { said, outbox } = box();
    for (const text of ["a", "b", "c"]) outbox.add(text, null);
    outbox.ready(2);
    expect(said.map((one) => one.text)).toEqual(["a", "b"]);
    outbox.ack({ t: "ack", id: "id-1", conversation: "c", seq: 1 });
    expect(said.map((one) => one.text)).toEqual(["a", "b", "c"]);
  });

  it("keeps each message under a key of its own, so that two tabs do not overwrite each other", () => {
    const store = new MemoryStore();
    const [one, other] = [box(store, "one"), box(store, "other")];
    one.outbox.add("from one", null);
    store.set("p.x", "{broken");
    other.outbox.add("from the other", null);
    expect(box(store).outbox.list(null).map((item) => item.text).sort()).toEqual(["from one", "from the other"]);
  });

  it("says when the browser keeps nothing", () => {
    const { outbox, store } = box();
    store.full = true;
    outbox.add("a", null);
    expect(outbox.kept).toBe(false);
  });

  it("skips a refused message only when all that followed it are answered, then says those again", () => {
    const { said, outbox } = box();
    outbox.ready(32);
    for (const text of ["a", "b", "c"]) outbox.add(text, "conv");
    outbox.refused({ ...refusal, id: "id-1", code: "forbidden" });
    outbox.refused({ ...refusal, id: "id-2", code: "earlier_refused" });
    expect(said.length).toBe(3);
    outbox.refused({ ...refusal, id: "id-3", code: "earlier_refused" });
    expect(said.slice(3).map((one) => [one.t, one.id])).toEqual([["skip", "id-1"], ["send", "id-2"], ["send", "id-3"]]);
  });

  it("asks the server to skip a message that was given up before its turn came", () => {
    const { said, outbox } = box();
    outbox.ready(32);
    for (const text of ["a", "b"]) outbox.add(text, null);
    outbox.refused({ ...refusal, id: "id-1", code: "forbidden" });
    expect(outbox.discard("id-1")).toBe("a");
    outbox.refused({ ...refusal, id: "id-2", code: "earlier_refused" });
    expect(said.slice(2).map((one) => [one.t, one.id])).toEqual([["skip", "id-1"], ["send", "id-2"]]);
  });

  it("knows that it is stuck: no answer for 20 s, or refused behind a message of somebody else", () => {
    const { clock, outbox, stuck } = box();
    outbox.ready(32);
    outbox.add("a", null);
    clock.advance(19_000);
    expect(stuck()).toBe(0);
    clock.advance(1_000);
    expect(stuck()).toBe(1);
    outbox.refused({ ...refusal, id: "id-1", code: "earlier_refused" });
    expect(stuck()).toBe(2);
  });

  it("asks again for an ack that a restored store does not bear out, and lets go of one that it does", () => {
    const { said, outbox } = box();
    outbox.ready(32);
    outbox.add("a", null);
    outbox.ack({ t: "ack", id: "id-1", conversation: "c", seq: 4 });
    outbox.lost();
    outbox.compare({ id: "c", last_seq: 3 });
    outbox.ready(32);
    expect(said.map((one) => one.id)).toEqual(["id-1", "id-1"]);
    outbox.ack({ t: "ack", id: "id-1", conversation: "c", seq: 4 });
    outbox.compare({ id: "c", last_seq: 4 });
    expect(outbox.list(null)).toEqual([]);
  });
});

describe("typing", () => {
  it("is said every two seconds at most, as the protocol asks, and not counted as said without a connection", () => {
    const clock = new TestClock();
    let said = 0;
    let connected = false;
    const spoken = new TypingSpoken(clock, () => connected && (said += 1) > 0);
    spoken.typed();
    connected = true;
    for (let n = 0; n < 30; n++) (spoken.typed(), clock.advance(100));
    expect(said).toBe(2);
  });

  it("is shown for five seconds after the last sign, or until the words come", () => {
    const clock = new TestClock();
    const heard = new TypingHeard(clock, () => undefined);
    heard.heard(agent);
    clock.advance(4_000);
    heard.heard(agent);
    clock.advance(4_000);
    expect(heard.list()).toEqual([agent]);
    clock.advance(1_000);
    expect(heard.list()).toEqual([]);
    heard.heard(agent);
    heard.spoke(agent);
    expect(heard.list()).toEqual([]);
  });
});

describe("a list", () => {
  const row = (id: string, order: number): Row => ({
    id, order, stage: "queued", assignee: null, visitor, rev: 1, last: { seq: 1, at: "", kind: "visitor", text: "" }, waiting_since: null, unread: 0,
  });
  const ids = (rows: readonly Row[]): string => rows.map((one) => one.id).join("");

  it("is sorted by order, then id, both descending; changes replace, remove and re-sort", () => {
    const list = fromWindow({ t: "window", view: "queue", total: 3, rows: [row("a", 1), row("c", 2), row("b", 2)] });
    expect(ids(list.rows)).toBe("cba");
    const next = withRows(list, { t: "rows", view: "queue", total: 9, upsert: [row("a", 7), row("d", 3)], remove: ["b", "unknown"] });
    expect([ids(next.rows), next.total]).toEqual(["adc", 9]);
    expect(withRows(emptyList, { t: "rows", view: "queue", total: 0, upsert: [], remove: ["x"] }).rows).toEqual([]);
  });

  it("keeps its places while somebody points into it; what is new waits below", () => {
    expect(ids(heldOrder(["b", "gone", "a"], [row("n", 9), row("a", 8), row("b", 1)]))).toBe("ban");
  });
});

describe("the timeline", () => {
  const minute = 60_000;
  const start = Date.parse("2026-11-21T10:00:00.000Z");
  const at = (ms: number): string => new Date(start + ms).toISOString();
  const input = (more: Partial<TimelineInput> = {}): TimelineInput => ({
    conversation: fromSnapshot({
      t: "snapshot", log: "l", earlier: false,
      conversation: state({ last_seq: 4, watermarks: [{ kind: "agent", id: agent.id, delivered: 3, read: 1 }] }),
      entries: [
        entry(1, visitor, { at: at(0) }), entry(2, agent, { at: at(minute) }), entry(3, visitor, { at: at(2 * minute) }), entry(4, visitor, { at: at(9 * minute) }),
      ],
    }),
    pending: [], me: visitor, connected: true, unreadAfter: null, dayOf: () => "day", ...more,
  });
  const shape = (given: TimelineInput): string[] =>
    timeline(given).map((item) => (item.kind === "said" ? `${item.text}${item.first ? " <" : ""}${item.last ? " >" : ""} ${item.mark ?? ""}`.trim() : item.kind));

  it("groups a person's words within five minutes, and marks one's own by the others' watermarks", () => {
    expect(shape(input())).toEqual(["day", "words 1 < > read", "words 2 < >", "words 3 < > delivered", "words 4 < > sent"]);
  });

  it("puts one line above what is unread, and starts a new group below it", () => {
    expect(shape(input({ unreadAfter: 1 })).slice(1, 4)).toEqual(["words 1 < > read", "unread", "words 2 < >"]);
  });

  it("draws a pending message below, but never beside the entry that it has become", () => {
    const pending = (id: string, phase: "waiting" | "acked") => ({ id, text: `text ${id}`, besides: {}, conversation: null, at: start + 10 * minute, phase });
    const given = input({ pending: [pending("id-4", "acked"), pending("new", "waiting")] });
    expect(shape(given).slice(-2)).toEqual(["words 4 < sent", "text new > sending"]);
    expect(shape({ ...given, connected: false }).at(-1)).toBe("text new > kept");
  });

  it("keeps the objects of what has not changed, so that only the rest is drawn again", () => {
    const before = timeline(input());
    const after = reused(before, timeline(input({ unreadAfter: 1 })));
    expect(after.filter((item) => before.includes(item)).length).toBe(5);
    expect(after.find((item) => item.kind === "unread")).toBeDefined();
  });
});

describe("the unread line", () => {
  const conversation = (last: number) => fromSnapshot({
    t: "snapshot", log: "l", conversation: state(), earlier: false, entries: Array.from({ length: last }, (_one, n) => entry(n + 1, agent)),
  });
  it.each([
    ["stands where reading had stopped", [[3, 2, true]], 2],
    ["is not needed when nothing had been read, or all", [[3, 0, true]], null],
    ["comes when words come unseen", [[3, 3, true], [4, 3, false], [5, 3, false]], 3],
    ["goes when the next words are seen coming", [[3, 2, true], [4, 2, true]], null],
  ] as [string, [number, number, boolean][], number | null][])("%s", (_name, steps, expected) => {
    const line = new UnreadLine();
    for (const [last, read, looks] of steps) line.update(conversation(last), visitor, read, looks);
    expect(line.after).toBe(expected);
  });
});
