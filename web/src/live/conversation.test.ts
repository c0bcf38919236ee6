import { describe, expect, it } from "vitest";
import { fromSnapshot, position, withChanges, withFact, withHistory, type Conversation } from "./conversation";
import type { Changes, Entry, Fact, Snapshot, State } from "./protocol";
import { agent, entry, seeded, state, visitor } from "./testing";

const log = "log-1";
const snapshotOf = (entries: Entry[], more: Partial<State>, earlier = false): Snapshot =>
  ({ t: "snapshot", log, conversation: state({ last_seq: entries.at(-1)?.seq ?? 0, ...more }), entries, earlier });
const message = (rev: number, seq: number): Fact =>
  ({ t: "fact", conversation: state().id, rev, at: "", kind: "message", entry: entry(seq, visitor, { rev }) });

describe("the client's rule for facts", () => {
  const known = fromSnapshot(snapshotOf([entry(1, visitor)], { rev: 2 }));
  it.each([
    ["a repeated fact is ignored, so that nothing is shown twice", 2, "ignored"],
    ["the next one is applied", 3, "applied"],
    ["a later one says that something is missing", 4, "gap"],
  ])("%s", (_why, rev, kind) => {
    expect(withFact(known, message(rev, 2), log).kind).toBe(kind);
  });

  it("takes `opened` as a new conversation in place of the old one, and any other fact of a stranger as a gap", () => {
    const opened: Fact = { t: "fact", conversation: "c2", rev: 1, at: "", kind: "opened", state: state({ id: "c2" }) };
    const applied = withFact(known, opened, log);
    expect(applied.kind === "applied" && applied.conversation).toEqual({ log, state: state({ id: "c2" }), entries: [], earlier: false, inner: null });
    expect(withFact(known, { ...message(9, 9), conversation: "c2" }, log).kind).toBe("gap");
    expect(withFact(null, message(2, 1), log).kind).toBe("gap");
  });

  it("counts a kind it does not know, so that a newer server does not look like a gap", () => {
    const strange = { t: "fact", conversation: state().id, rev: 3, at: "", kind: "renamed" } as unknown as Fact;
    const applied = withFact(known, strange, log);
    expect(applied.kind === "applied" && position(applied.conversation)).toEqual({ log, rev: 3 });
  });
});

describe("changes and history", () => {
  const known = fromSnapshot(snapshotOf([entry(51, visitor), entry(52, agent)], { rev: 53 }, true));

  it("replaces an entry that changed and leaves older ones to history, so that the loaded ones have no hole", () => {
    const changes: Changes = {
      t: "changes", log, conversation: state({ rev: 60, last_seq: 53 }),
      entries: [entry(7, agent, { rev: 58 }), entry(52, agent, { rev: 59, text: "mended" }), entry(53, visitor, { rev: 60 })],
    };
    const next = withChanges(known, changes);
    expect(next.entries.map((one) => [one.seq, one.text])).toEqual([[51, "words 51"], [52, "mended"], [53, "words 53"]]);
    expect(next.earlier).toBe(true);
  });

  it("joins earlier entries only when they end where the loaded ones begin", () => {
    const history = (last: number) => ({ t: "history" as const, conversation: state().id, entries: [entry(last - 1, visitor), entry(last, agent)], earlier: false });
    expect(withHistory(known, history(50)).entries.map((one) => one.seq)).toEqual([49, 50, 51, 52]);
    expect(withHistory(known, history(40))).toBe(known);
  });
});

/** A server's conversation, grown at random; every fact it made, and what a fresh look at it would show. */
class Grown {
  facts: Fact[] = [];
  entries: Entry[] = [];
  state: State = state();
  constructor(private readonly chance: () => number) {
    this.facts.push({ t: "fact", conversation: this.state.id, rev: 1, at: "", kind: "opened", state: this.state });
  }
  snapshot(): Snapshot {
    return { t: "snapshot", log, conversation: this.state, entries: this.entries.slice(-50), earlier: this.entries.length > 50 };
  }
  changes(rev: number): Changes {
    return { t: "changes", log, conversation: this.state, entries: this.entries.filter((one) => one.rev > rev) };
  }
  grow(): void {
    const rev = this.state.rev + 1;
    const base = { t: "fact" as const, conversation: this.state.id, rev, at: "" };
    const dice = this.chance();
    if (dice < 0.6) {
      const one = entry(this.entries.length + 1, this.chance() < 0.5 ? visitor : agent, { rev });
      this.entries = [...this.entries, one];
      this.state = { ...this.state, rev, last_seq: one.seq };
      this.facts.push({ ...base, kind: "message", entry: one });
    } else if (dice < 0.8) {
      const stage = (["queued", "assigned", "resolved"] as const)[Math.floor(this.chance() * 3)] ?? "queued";
      const assignee = stage === "queued" ? null : agent;
      this.state = { ...this.state, rev, stage, assignee };
      this.facts.push({ ...base, kind: "stage", stage, assignee, by: agent });
    } else {
      const who = this.chance() < 0.5 ? visitor : agent;
      const watermark = { kind: who.kind, id: who.id, delivered: this.state.last_seq, read: Math.floor(this.chance() * (this.state.last_seq + 1)) };
      const others = this.state.watermarks.filter((mark) => mark.id !== who.id);
      const at = this.state.watermarks.findIndex((mark) => mark.id === who.id);
      this.state = { ...this.state, rev, watermarks: at < 0 ? [...others, watermark] : this.state.watermarks.with(at, watermark) };
      this.facts.push({ ...base, kind: "receipt", watermark });
    }
  }
}

describe("snapshot and facts", () => {
  it("equal a fresh snapshot, whatever is repeated, cut and resumed in between (300 seeds)", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const chance = seeded(seed);
      const server = new Grown(chance);
      for (let n = Math.floor(chance() * 80); n > 0; n--) server.grow();
      let client: Conversation = fromSnapshot(server.snapshot());
      for (let n = Math.floor(chance() * 120); n > 0; n--) {
        server.grow();
        const dice = chance();
        if (dice < 0.1) client = withChanges(client, server.changes(client.state.rev)); // was cut, comes back
        else if (dice < 0.15) continue; // cut, and not back yet
        for (const fact of server.facts.slice(client.state.rev - (dice > 0.9 ? 3 : 0))) { // a repeated few, then all that are new
          const applied = withFact(client, fact, log);
          expect(applied.kind, `seed ${seed}`).not.toBe("gap");
          if (applied.kind === "applied") client = applied.conversation;
        }
      }
      client = withChanges(client, server.changes(client.state.rev));
      const fresh = fromSnapshot(server.snapshot());
      expect(client.state, `seed ${seed}`).toEqual(fresh.state);
      expect(client.entries.slice(-50), `seed ${seed}`).toEqual(fresh.entries);
      expect(client.entries.map((one) => one.seq), `seed ${seed}`).toEqual(server.entries.slice(-client.entries.length || Infinity).map((one) => one.seq));
    }
  });
});
