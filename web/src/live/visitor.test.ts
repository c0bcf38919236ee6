// What a visitor does besides writing: a person, a rating, a name; and that nothing is kept of who only looks.
import { describe, expect, it } from "vitest";
import { joined } from "./joined";
import { fromSnapshot } from "./conversation";
import { shy } from "./shy";
import { MemoryStore, TestClock, agent, entry, network, seeded, state, visitor } from "./testing";
import { needs_token, token_key, VisitorSession } from "./visitor";

function begin(options: { readonly bot?: boolean; readonly store?: MemoryStore; readonly down?: boolean } = {}) {
  const clock = new TestClock();
  const net = network(clock);
  net.down = options.down ?? false;
  net.core.bot.on = options.bot ?? true;
  const store = options.store ?? new MemoryStore();
  let id = 0;
  const make = (seed = 1) => new VisitorSession(
    { open: (path, events) => net.open(path, events), clock, chance: seeded(seed), store: shy(store, token_key, needs_token), newId: () => `v${seed}-${++id}` }, () => undefined);
  const session = make();
  session.start();
  clock.advance(50);
  return { clock, net, store, session, make, all: () => [...net.core.conversations.values()] };
}
const rateable = (at: ReturnType<typeof begin>): void => {
  at.session.send("hello");
  at.clock.advance(100);
  const [c] = at.all();
  const link = at.net.core.connect("/live/agent", { send: () => undefined, close: () => undefined });
  for (const message of [{ t: "hello", v: 1, agent: "demo-01" }, { t: "take", id: "t", conversation: c.id }, { t: "resolve", id: "r", conversation: c.id }]) link.text(JSON.stringify(message));
  at.clock.advance(100);
};

describe("a wish for a person", () => {
  it("is a message where there is no conversation yet, so that the bot can obey it", () => {
    const at = begin();
    at.session.askPerson("human please");
    at.clock.advance(100);
    expect(at.all().map((c) => c.entries[0].text)).toEqual(["human please"]);
  });
  it("hands over, and is asked again on the next line until it is answered, also by the next page", () => {
    const at = begin();
    at.session.send("hello");
    at.clock.advance(100);
    at.net.core.cut();
    at.net.down = true;
    at.clock.advance(10);
    at.session.askPerson("human please");
    expect(at.session.asking).toBe(true);
    at.session.stop();
    at.net.down = false;
    const page = at.make(2);
    expect(page.asking).toBe(true);
    page.start();
    at.clock.advance(5_000);
    expect([at.all()[0].stage, page.asking, page.place?.ahead]).toEqual(["queued", false, 0]);
    expect(at.all()[0].entries.filter((one: { text: string }) => one.text === "human please")).toEqual([]);
  });
  it("is said in words where the server refuses it", () => {
    const at = begin();
    rateable(at);
    at.session.askPerson("human please");
    at.clock.advance(100);
    expect(at.all()[0].entries.at(-2)?.text ?? at.all()[0].entries.at(-1).text).toBe("human please");
  });
});

describe("a rating", () => {
  it("is with the conversation once it is told, and the newest counts", () => {
    const at = begin();
    rateable(at);
    at.session.rate(2, "");
    at.session.rate(4, " fine ");
    expect(at.session.rated).toMatchObject({ phase: "sending", score: 4 });
    at.clock.advance(100);
    expect([at.session.rated, at.session.conversation?.state.rating]).toEqual([null, { score: 4, comment: "fine" }]);
  });
  it("is not lost with the line or the page", () => {
    const at = begin();
    rateable(at);
    at.net.core.cut();
    at.net.down = true;
    at.clock.advance(10);
    at.session.rate(5, "");
    at.session.stop();
    at.net.down = false;
    const page = at.make(2);
    expect(page.rated).toMatchObject({ score: 5 });
    page.start();
    at.clock.advance(5_000);
    expect([page.rated, page.conversation?.state.rating]).toEqual([null, { score: 5 }]);
  });
  it("says when it was not taken", () => {
    const at = begin();
    at.session.send("hello");
    at.clock.advance(100);
    at.session.rate(3, "");
    at.clock.advance(100);
    expect(at.session.rated).toMatchObject({ phase: "refused", code: "conflict" });
  });
});

describe("a key", () => {
  it("is kept with the first message and not before", () => {
    const at = begin();
    expect(at.store.keys("")).toEqual([]);
    at.session.send("hello");
    at.clock.advance(100);
    expect(at.store.keys("")).toEqual([token_key]);
  });
  it("of the tab that spoke first is taken by one that had only looked: one person, one conversation", () => {
    const at = begin();
    const second = at.make(2);
    second.start();
    at.clock.advance(50);
    at.session.send("one");
    at.clock.advance(50);
    second.send("two");
    at.clock.advance(5_000);
    expect(at.all().map((c) => c.entries.filter((one: { author: { kind: string } }) => one.author.kind === "visitor").map((one: { text: string }) => one.text))).toEqual([["one", "two"]]);
    expect(second.conversation?.entries.length).toBe(at.session.conversation?.entries.length);
  });
  it("is not needed for words that were written before there was a line", () => {
    const at = begin({ down: true });
    at.session.send("early");
    at.session.stop();
    at.net.down = false;
    const page = at.make(2);
    expect([page.returning, page.pending.length]).toEqual([false, 1]);
    page.start();
    at.clock.advance(500);
    expect(at.all()[0].entries[0].text).toBe("early");
  });
});

describe("who he is", () => {
  it("is said with the next hello, at once where there is a line", () => {
    const at = begin();
    at.session.identify({ name: "Li", identity: { id: "42", hash: "ab" } });
    at.clock.advance(100);
    expect(at.net.said.filter((one) => one["t"] === "hello").at(-1)).toMatchObject({ name: "Li", identity: { id: "42", hash: "ab" } });
  });
});

describe("who joined", () => {
  const bot = { kind: "bot", id: "b", name: "" } as const;
  const other = { ...agent, id: "a2", name: "Other" };
  const lines = (people: readonly (typeof agent)[], more: Parameters<typeof state>[0] = {}, earlier = false, first = 1) => joined(fromSnapshot({
    t: "snapshot", log: "l", earlier, conversation: state({ last_seq: first + people.length - 1, ...more }), entries: people.map((who, n) => entry(first + n, who)),
  })).map((one) => [one.what === "stage" ? one.assignee?.id : "", one.after]);
  it.each([
    ["nobody yet", lines([visitor, bot]), []],
    ["at his first words, once", lines([visitor, agent, visitor, agent]), [[agent.id, 1]]],
    ["before he has said anything", lines([visitor], { stage: "assigned", assignee: agent }), [[agent.id, 1]]],
    ["the line stays where it was when he speaks", lines([visitor, agent], { stage: "assigned", assignee: agent }), [[agent.id, 1]]],
    ["a second one", lines([agent, other]), [[agent.id, 0], [other.id, 1]]],
    ["again after the bot", lines([agent, visitor, bot, agent]), [[agent.id, 0], [agent.id, 3]]],
    ["not said of who may have been there before what is loaded", lines([agent, agent], {}, true, 40), []],
  ])("%s", (_name, shown, expected) => expect(shown).toEqual(expected));
});
