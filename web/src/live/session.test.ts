// The sessions as a whole against an installation in memory, over a network that fails.
import { describe, expect, it } from "vitest";
import { DeskSession } from "./desk";
import { within, type Store } from "./ports";
import { MemoryStore, TestClock, network, seeded, type Network } from "./testing";
import { timeline } from "./timeline";
import { VisitorSession, type VisitorPorts } from "./visitor";

function ports(clock: TestClock, net: Network, store: Store = new MemoryStore(), seed = 1): VisitorPorts {
  const chance = seeded(seed);
  let id = 0;
  return { open: (path, events) => net.open(path, events), clock, chance, store, newId: () => `s${seed}-${++id}-${Math.floor(chance() * 1e9)}` };
}

const texts = (session: VisitorSession): string[] =>
  timeline({
    conversation: session.conversation, pending: session.pending, me: session.me, connected: session.link.kind === "ready",
    unreadAfter: null, dayOf: () => "today",
  }).flatMap((item) => (item.kind === "said" ? [item.text] : []));

const stored = (net: Network): string[] => [...net.core.conversations.values()].flatMap((one) => one.entries.map((entry: { text: string }) => entry.text));

function begin(seed = 1) {
  const clock = new TestClock();
  const net = network(clock);
  const store = new MemoryStore();
  const session = new VisitorSession(ports(clock, net, store, seed), () => undefined);
  session.start();
  clock.advance(50);
  return { clock, net, store, session };
}

describe("a visitor's session", () => {
  it("draws a message once from the moment it is said: pending, acknowledged, then as the entry", () => {
    const { clock, session, net } = begin();
    session.send("hello");
    expect(texts(session)).toEqual(["hello"]);
    for (let n = 0; n < 20; n++) {
      clock.advance(1);
      expect(texts(session)).toEqual(["hello"]);
    }
    expect(session.pending).toEqual([]);
    expect(stored(net)).toEqual(["hello"]);
  });

  it("keeps what was said without a connection over a reload, and says it in its order with the same ids", () => {
    const { clock, net, store, session } = begin();
    net.down = true;
    net.core.cut();
    clock.advance(10);
    session.send("one");
    session.send("two");
    session.stop();
    const again = new VisitorSession(ports(clock, net, store, 2), () => undefined);
    expect(texts(again)).toEqual(["one", "two"]);
    again.start();
    net.down = false;
    clock.advance(60_000);
    expect(stored(net)).toEqual(["one", "two"]);
    expect(texts(again)).toEqual(["one", "two"]);
    expect(again.pending).toEqual([]);
  });

  it("learns from the fact that a message is stored when its ack is lost", () => {
    const { clock, net, session } = begin();
    net.core.faults.drop_acks = true;
    session.send("hello");
    clock.advance(100);
    expect(session.pending).toEqual([]);
    expect(texts(session)).toEqual(["hello"]);
  });

  it("waits as long as the store asks, then says the refused message first and the later ones behind it", () => {
    const { clock, net, session } = begin();
    net.core.faults.refuse = 1;
    net.core.faults.retry_after_ms = 5_000;
    session.send("one");
    session.send("two");
    session.send("three");
    clock.advance(4_000);
    expect(stored(net)).toEqual([]);
    clock.advance(4_000);
    expect(stored(net)).toEqual(["one", "two", "three"]);
    expect(texts(session)).toEqual(["one", "two", "three"]);
  });

  it("gives up a message that is its own fault, shows it, and lets the later ones pass", () => {
    const { clock, net, session } = begin();
    session.send("   ");
    session.send("after it");
    clock.advance(100);
    expect(stored(net)).toEqual(["after it"]);
    expect(session.pending.map((one) => [one.phase, one.refusal?.code])).toEqual([["refused", "invalid"]]);
    expect(net.said.some((one) => one.t === "skip")).toBe(true);
    expect(session.discard(session.pending[0]?.id ?? "")).toBe("   ");
    expect(session.pending).toEqual([]);
  });

  it("resumes by its position: only what is new is sent", () => {
    const { clock, net, session } = begin();
    session.send("hello");
    clock.advance(100);
    net.core.cut(1001);
    clock.advance(2_000);
    const hello = net.said.filter((one) => one.t === "hello").at(-1);
    expect(hello).toMatchObject({ have: { conversation: session.conversation?.state.id, log: net.core.log, rev: 2 } });
    expect(texts(session)).toEqual(["hello"]);
  });

  it("hears whether anybody is on duty, and forgets it with the connection", () => {
    const { clock, net, session } = begin();
    expect(session.duty?.on_duty).toBe(true);
    Object.assign(net.core.duty, { on_duty: false, opens: "2026-11-23T01:00:00.000Z" });
    net.down = true;
    net.core.cut();
    clock.advance(100);
    expect(session.duty).toBe(null);
    net.down = false;
    clock.advance(60_000);
    expect(session.duty).toMatchObject({ on_duty: false, opens: "2026-11-23T01:00:00.000Z" });
  });

  it("leaves a way to be reached again until it is answered, with the same id", () => {
    const { clock, net, store, session } = begin();
    net.core.faults.drop_acks = true;
    session.leave("mei@example.com");
    clock.advance(100);
    expect(session.reach?.phase).toBe("sending");
    net.core.faults.drop_acks = false;
    net.core.cut(1001);
    clock.advance(2_000);
    expect(session.reach?.phase).toBe("kept");
    expect(net.core.ways).toEqual(["mei@example.com"]);
    const said = net.said.filter((one) => one.t === "reach");
    expect(said.map((one) => [one.id, one.email])).toEqual([[said[0]?.id, "mei@example.com"], [said[0]?.id, "mei@example.com"]]);
    const again = new VisitorSession(ports(clock, net, store, 2), () => undefined);
    expect(again.reach?.phase).toBe("kept"); // and is not asked again after a reload
    again.leaveAnother();
    expect(again.reach).toBe(null);
  });

  it("learns that its inbox was switched off, keeps what is refused with the reason, and goes on when it is open again", () => {
    const { clock, net, session } = begin();
    session.send("before");
    clock.advance(100);
    expect(session.closed).toBe(false);
    net.core.close();
    clock.advance(100);
    expect(session.closed).toBe(true);
    session.send("after");
    clock.advance(100);
    expect(stored(net)).toEqual(["before"]);
    expect(session.pending.map((one) => [one.phase, one.refusal?.where])).toEqual([["refused", "inbox"]]);
    net.core.faults.closed = false;
    session.retry(session.pending[0]?.id ?? "");
    clock.advance(100);
    expect(stored(net)).toEqual(["before", "after"]);
    expect(session.closed).toBe(false);
  });

  it("says that a way to be reached was none, and takes a phone number for one", () => {
    const { clock, net, session } = begin();
    session.leave("nonsense");
    clock.advance(100);
    expect(session.reach).toEqual({ phase: "refused", code: "invalid" });
    session.leave("+86 138 0013 8000");
    clock.advance(100);
    expect(session.reach?.phase).toBe("kept");
    expect(net.said.at(-1)).toMatchObject({ t: "reach", phone: "+86 138 0013 8000" });
  });

  it("comes to the inbox that its page names, with a store of its own", () => {
    const { clock, net, store } = begin();
    const session = new VisitorSession(ports(clock, net, within(store, "shop")), () => undefined, "shop");
    session.start();
    clock.advance(100);
    expect(net.said.filter((one) => one.t === "hello").at(-1)).toEqual({ t: "hello", v: 1, inbox: "shop" });
    expect(store.keys("shop/")).toEqual(["shop/zhiyin.visitor.token"]);
    expect(within(store, "shop").keys("zhiyin.visitor.t")).toEqual(["zhiyin.visitor.token"]);
  });

  it("closes and resumes when a fact is missing: what it had missed comes with the changes, nothing twice", () => {
    const { clock, net, store } = begin();
    let swallow = 0;
    const leaky: VisitorPorts = {
      ...ports(clock, net, store, 5),
      open: (path, events) => net.open(path, { ...events, text: (text) => (text.includes('"kind":"message"') && swallow-- > 0 ? undefined : events.text(text)) }),
    };
    const session = new VisitorSession(leaky, () => undefined);
    session.start();
    clock.advance(100);
    session.send("one");
    clock.advance(100);
    const hellos = net.said.filter((one) => one.t === "hello").length;
    swallow = 1;
    session.send("two");
    session.send("three");
    clock.advance(5_000);
    expect(net.said.filter((one) => one.t === "hello").slice(hellos)).toMatchObject([{ have: { rev: 2 } }]);
    expect(session.conversation?.entries.map((entry) => entry.text)).toEqual(["one", "two", "three"]);
    expect(session.pending).toEqual([]);
  });

  it("keeps the key of the newest welcome, whatever it said itself", () => {
    const { clock, net, store } = begin();
    const renamed: VisitorPorts = {
      ...ports(clock, net, store, 5),
      open: (path, events) => net.open(path, { ...events, text: (text) => events.text(text.replace(/"token":"[^"]*"/, '"token":"the-key-of-this-welcome"')) }),
    };
    const session = new VisitorSession(renamed, () => undefined);
    session.start();
    clock.advance(100);
    net.core.cut();
    clock.advance(5_000);
    expect(net.said.filter((one) => one.t === "hello").at(-1)).toMatchObject({ token: "the-key-of-this-welcome" });
    expect(store.get("zhiyin.visitor.token")).toBe("the-key-of-this-welcome");
  });

  it("says its key again after a reload, and two tabs that open at once end up as one person", () => {
    const { clock, net, store, session } = begin();
    session.send("hello");
    clock.advance(100);
    const second = new VisitorSession(ports(clock, net, store, 2), () => undefined);
    second.start();
    clock.advance(100);
    expect(texts(second)).toEqual(["hello"]);

    const empty = new MemoryStore();
    const [a, b] = [3, 4].map((seed) => new VisitorSession(ports(clock, net, empty, seed), () => undefined)) as [VisitorSession, VisitorSession];
    a.start();
    b.start();
    clock.advance(100);
    a.send("from a");
    clock.advance(100);
    b.send("from b");
    clock.advance(100);
    expect(texts(a)).toEqual(["from a", "from b"]);
    expect(texts(b)).toEqual(["from a", "from b"]);
  });

  it("stops when it is not allowed, and asks a silent server before giving it up", () => {
    const { clock, net, session } = begin();
    clock.advance(30_000);
    expect(net.said.filter((one) => one.t === "ping").length).toBe(1);
    net.core.cut(1008);
    clock.advance(60_000);
    expect(session.link.kind).toBe("stopped");
  });

  it("says once what it has read, and nothing about its own words", () => {
    const { clock, net, session, store } = begin();
    session.send("hello");
    clock.advance(100);
    const desk = new DeskSession({ key: "demo-01", agent: "demo-01" }, ports(clock, net, store, 9), () => undefined);
    desk.start();
    clock.advance(100);
    const id = session.conversation?.state.id ?? "";
    desk.open(id);
    desk.send(id, "good day");
    clock.advance(300);
    session.look(2);
    session.look(2);
    clock.advance(3_000);
    const receipts = net.said.filter((one) => (one.t === "seen" || one.t === "got") && one.conversation === undefined);
    expect(receipts.map((one) => [one.t, one.seq])).toEqual([["got", 2], ["seen", 2]]);
    expect(desk.get(id)?.conversation?.state.watermarks.find((mark) => mark.kind === "visitor")).toMatchObject({ read: 2 });
  });
});

describe("a desk's session", () => {
  it("lists, takes, answers and resolves; after a cut the lists are evaluated anew and the conversation goes on", async () => {
    const { clock, net, session, store } = begin();
    const desk = new DeskSession({ key: "demo-01", agent: "demo-01" }, ports(clock, net, store, 9), () => undefined);
    desk.start();
    session.send("hello");
    clock.advance(500);
    const id = desk.list("queue").rows[0]?.id ?? "";
    expect(desk.list("queue")).toMatchObject({ total: 1, rows: [{ unread: 1, last: { text: "hello" } }] });
    desk.open(id);
    clock.advance(100);
    const taken = desk.act({ t: "take" }, id);
    clock.advance(500);
    expect((await taken).ok).toBe(true);
    expect([desk.list("queue").total, desk.list("mine").total]).toEqual([0, 1]);
    net.core.cut(4008);
    desk.send(id, "good day");
    clock.advance(40_000);
    expect(texts(session)).toEqual(["hello", "good day"]);
    expect(desk.get(id)?.conversation?.entries.map((one) => one.text)).toEqual(["hello", "good day"]);
    expect(desk.pending(id)).toEqual([]);
    void desk.act({ t: "resolve" }, id);
    clock.advance(500);
    expect(session.conversation?.state.stage).toBe("resolved");
    expect(desk.list("open").total).toBe(0);
  });

  it("says why an act was not done: decided on an old view", async () => {
    const { clock, net, session, store } = begin();
    session.send("hello");
    clock.advance(100);
    const desk = new DeskSession({ key: "demo-01", agent: "demo-01" }, ports(clock, net, store, 9), () => undefined);
    desk.start();
    clock.advance(100);
    const id = session.conversation?.state.id ?? "";
    desk.open(id);
    clock.advance(100);
    session.send("wait");
    const done = desk.act({ t: "take" }, id);
    clock.advance(100);
    await done;
    expect(desk.notDone).toMatchObject({ act: "take", code: "stale" });
    expect(desk.doing).toBeNull();
  });
});

describe("any weather", () => {
  it("nothing is lost, nothing is shown twice, all in order: random cuts, refusals, lost acks and reloads (150 seeds)", () => {
    for (let seed = 1; seed <= 150; seed++) {
      const chance = seeded(seed);
      const clock = new TestClock();
      const net = network(clock, () => Math.floor(chance() * 40));
      const store = new MemoryStore();
      let session = new VisitorSession(ports(clock, net, store, seed), () => undefined);
      session.start();
      const said: string[] = [];
      for (let n = 0; n < 60; n++) {
        const dice = chance();
        if (dice < 0.5) {
          said.push(`${seed}:${n}`);
          session.send(`${seed}:${n}`);
        } else if (dice < 0.6) net.core.cut([1001, 1006, 1013, 4008][n % 4]);
        else if (dice < 0.68) net.core.faults.refuse = Math.ceil(chance() * 3);
        else if (dice < 0.74) net.core.faults.drop_acks = !net.core.faults.drop_acks;
        else if (dice < 0.8) net.down = !net.down;
        else if (dice < 0.88) {
          session.stop();
          session = new VisitorSession(ports(clock, net, store, seed * 1000 + n), () => undefined);
          session.start();
        }
        clock.advance(Math.floor(chance() * 1_500));
        const shown = texts(session);
        expect(new Set(shown).size, `twice, seed ${seed} step ${n}`).toBe(shown.length);
      }
      net.down = false;
      net.core.faults.refuse = 0;
      clock.advance(200_000);
      expect(stored(net), `stored, seed ${seed}`).toEqual(said);
      expect(texts(session).slice(-50), `shown, seed ${seed}`).toEqual(said.slice(-50));
      expect(session.pending, `pending, seed ${seed}`).toEqual([]);
      expect(store.keys("zhiyin.visitor.outbox."), `kept, seed ${seed}`).toEqual([]);
    }
  });
});

describe("deciding on what was seen", () => {
  it("does not take a receipt for news: the act passes, while words that came meanwhile still refuse it", async () => {
    const { clock, net, session, store } = begin();
    session.send("hello");
    clock.advance(100);
    const desk = new DeskSession({ key: "demo-01", agent: "demo-01" }, ports(clock, net, store, 9), () => undefined);
    desk.start();
    clock.advance(100);
    const id = session.conversation?.state.id ?? "";
    desk.open(id);
    clock.advance(100);
    desk.look(id, 1);
    clock.advance(150); // the receipt is on its way, and raises the revision under the act
    const taken = desk.act({ t: "take" }, id);
    for (let n = 0; n < 20; n++) {
      clock.advance(50);
      await Promise.resolve();
    }
    expect((await taken).ok).toBe(true);
  });
});
