import { nextTick } from "vue";
import { beforeEach, describe, expect, it } from "vitest";
import { apiOf } from "../api/client";
import { speaker } from "../words/words";
import { KeptTexts } from "./kept";
import { useWriting, type ArticleText, type Writing } from "./writing";
import { blank, type Wording } from "./wording";

// A server of one text, with the rules of docs/knowledge.md that matter to whoever writes: one draft, a revision that everybody must have read.
class Server {
  revision = 0;
  draft: Wording | null = null;
  versions: Wording[] = [];
  live = 0;
  stale = false;
  down = false;
  asked: string[] = [];

  text(): ArticleText {
    const at = "2026-11-22T05:00:00.000Z";
    const live = this.live > 0 ? { number: this.live, words: this.versions[this.live - 1] as Wording, author: null, at } : null;
    return {
      article: "a1", live, draft: this.draft === null ? null : { based_on: this.live, words: this.draft, author: null, at },
      state: { language: "en", state: this.live > 0 ? "published" : "draft", title: "", has_draft: this.draft !== null, stale: this.stale, version: live?.number ?? null, published_at: null, revision: this.revision, revised_at: at, revised_by: null },
    };
  }
  answer = async (request: Request): Promise<Response> => {
    if (this.down) throw new TypeError("Failed to fetch");
    const act = new URL(request.url).pathname.split("/texts/en")[1] ?? "";
    const given = (request.method === "GET" ? {} : await request.json()) as { revision?: number; words?: Wording; minor?: boolean };
    this.asked.push(`${request.method} ${act}${given.minor === true ? " minor" : ""}`);
    const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
    if (request.method === "GET") return this.revision === 0 ? json({ status: 404, code: "not_found", title: "" }, 404) : json(this.text());
    if (given.revision !== this.revision) return json({ status: 409, code: "stale", title: "", detail: "Ben changed this text" }, 409);
    if (act === "/draft") this.draft = given.words ?? null;
    if (act === "/publish") {
      if (this.draft === null) return json({ status: 404, code: "not_found", title: "" }, 404);
      this.live = this.versions.push(this.draft);
      [this.draft, this.stale] = [null, false];
    }
    if (act === "/discard") this.draft = null;
    const back = /^\/versions\/(\d+)\/restore$/.exec(act);
    if (back !== null) {
      if (this.draft !== null) return json({ status: 409, code: "conflict", title: "", detail: "there is a draft already" }, 409);
      this.draft = this.versions[Number(back[1]) - 1] ?? null;
    }
    this.revision += 1;
    return act === "/discard" ? new Response(null, { status: 204 }) : json(this.text());
  };
  /** As somebody else would. */
  writes(title: string): void {
    this.draft = { ...blank(), title };
    this.revision += 1;
  }
}

let server: Server;
let kept: KeptTexts;
let all: Map<string, string>;
const say = speaker({ "clash.reread": "read again", "refused.unreached": "not reached", "fault.empty": "empty" });
async function opened(): Promise<Writing> {
  const writing = useWriting("a1", "en", { api: apiOf(server.answer, "http://x.example"), say: say as never, kept, clock: () => 7, touched: () => undefined, done: async () => undefined });
  await writing.load();
  return writing;
}
async function typed(writing: Writing, more: Partial<Wording>): Promise<void> {
  Object.assign(writing.words, more);
  await nextTick();
}
beforeEach(() => {
  server = new Server();
  all = new Map();
  kept = new KeptTexts({ get: (key) => all.get(key) ?? null, set: (key, value) => (all.set(key, value), true), remove: (key) => void all.delete(key), keys: (prefix) => [...all.keys()].filter((key) => key.startsWith(prefix)) }, "p1");
});

describe("what was typed", () => {
  it("is saved as the first draft, published, and then nothing is kept here", async () => {
    const writing = await opened();
    await typed(writing, { title: "Refunds", summary: "Three days." });
    expect(kept.get("a1", "en")?.words.title).toBe("Refunds");
    expect(await writing.publish(false)).toBe(true);
    expect([server.live, server.versions[0]?.title, writing.changed.value, all.size]).toEqual([1, "Refunds", false, 0]);
    expect(server.asked.slice(1)).toEqual(["PUT /draft", "POST /publish"]);
  });

  it("survives a reload, with the moment when it was typed", async () => {
    await typed(await opened(), { title: "Half a" });
    const again = await opened();
    expect([again.words.title, again.found.value, again.clash.value]).toEqual(["Half a", 7, null]);
    again.forget();
    await nextTick();
    expect([again.words.title, all.size]).toEqual(["", 0]);
  });

  it("is kept when the server is not reached", async () => {
    const writing = await opened();
    server.down = true;
    await typed(writing, { title: "Offline" });
    expect(await writing.save()).toBe(false);
    expect([writing.trouble.value, writing.words.title, kept.get("a1", "en")?.words.title]).toEqual(["not reached", "Offline", "Offline"]);
    server.down = false;
    expect(await writing.save()).toBe(true);
    expect(server.draft?.title).toBe("Offline");
  });

  it("goes on while it is being saved: what came later is still unsaved", async () => {
    const writing = await opened();
    await typed(writing, { title: "One" });
    const saving = writing.save();
    await typed(writing, { title: "One and" });
    expect(await saving).toBe(true);
    expect([server.draft?.title, writing.changed.value, kept.get("a1", "en")]).toEqual(["One", true, { revision: 1, words: { ...blank(), title: "One and" }, at: 7 }]);
  });

  it("is not published when words came while it was saved", async () => {
    const writing = await opened();
    await typed(writing, { title: "One", summary: "s" });
    const publishing = writing.publish(false);
    await typed(writing, { title: "One and" });
    expect([await publishing, server.live]).toEqual([false, 0]);
  });

  it("without a title asks nobody", async () => {
    const writing = await opened();
    await typed(writing, { body: "words" });
    expect([await writing.save(), writing.wrong("title"), server.asked.length]).toEqual([false, "empty", 1]);
  });
});

describe("somebody else is faster", () => {
  it("and nothing is written over until one has chosen: mine", async () => {
    const writing = await opened();
    await typed(writing, { title: "Mine" });
    server.writes("Theirs");
    expect(await writing.save()).toBe(false);
    expect([writing.clash.value?.theirs?.draft?.words.title, writing.words.title, server.draft?.title]).toEqual(["Theirs", "Mine", "Theirs"]);
    expect([await writing.save(), server.draft?.title]).toEqual([false, "Theirs"]); // asked for again it is still no choice
    expect(await writing.takeMine()).toBe(true);
    expect([server.text().draft?.words.title, writing.clash.value, all.size]).toEqual(["Mine", null, 0]);
  });

  it("and theirs is taken", async () => {
    const writing = await opened();
    await typed(writing, { title: "Mine" });
    server.writes("Theirs");
    await writing.save();
    writing.takeTheirs();
    await nextTick();
    expect([writing.words.title, writing.changed.value, all.size]).toEqual(["Theirs", false, 0]);
  });

  it("between two visits: what was kept is written upon an older text, and says so", async () => {
    server.writes("First");
    await typed(await opened(), { title: "Mine" });
    server.writes("Theirs");
    const again = await opened();
    expect([again.words.title, again.clash.value?.theirs?.draft?.words.title]).toEqual(["Mine", "Theirs"]);
    again.forget();
    await nextTick();
    expect(again.words.title).toBe("Theirs");
  });

  it("with the same words: nobody is asked", async () => {
    const writing = await opened();
    await typed(writing, { title: "Same" });
    server.writes("Same");
    await writing.save();
    expect([writing.clash.value, writing.changed.value]).toEqual([null, false]);
  });

  it("threw the draft away: mine can still be saved", async () => {
    server.writes("First");
    const writing = await opened();
    await typed(writing, { title: "Mine" });
    server.draft = null;
    server.revision = 0;
    await writing.save();
    expect(writing.clash.value).toEqual({ theirs: null });
    expect(await writing.takeMine()).toBe(true);
    expect(server.text().draft?.words.title).toBe("Mine");
  });

  it("before I publish without a word of my own: I see what there is now, and decide again", async () => {
    server.writes("First");
    const writing = await opened();
    server.writes("Second");
    expect(await writing.publish(false)).toBe(false);
    expect([writing.words.title, writing.trouble.value, server.live]).toEqual(["Second", "read again", 0]);
  });
});

describe("what was published", () => {
  async function live(): Promise<Writing> {
    const writing = await opened();
    await typed(writing, { title: "One", summary: "s" });
    await writing.publish(false);
    await typed(writing, { title: "Two" });
    await writing.publish(false);
    return writing;
  }
  it("is put back in place of a draft", async () => {
    const writing = await live();
    await typed(writing, { title: "Three" });
    await writing.save();
    expect(await writing.restore(1)).toBe(true);
    expect([writing.words.title, server.draft?.title, server.live]).toEqual(["One", "One", 2]);
  });

  it("still holds though the pair has changed: the same words once more, as a correction", async () => {
    const writing = await live();
    server.stale = true;
    server.asked = [];
    expect(await writing.follow()).toBe(true);
    expect([server.stale, server.live, server.versions[2]?.title]).toEqual([false, 3, "Two"]);
    expect(server.asked).toEqual(["PUT /draft", "POST /publish minor"]);
  });
});
