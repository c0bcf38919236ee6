// A visitor's session: his key, his one conversation, what he says, and who listens.
import { Connection, type Link } from "./connection";
import { fromSnapshot, position, withChanges, withFact, withHistory, type Conversation } from "./conversation";
import { Errands } from "./errands";
import { Outbox, type Pending } from "./outbox";
import type { Chance, Clock, OpenSocket, Store } from "./ports";
import type { Ack, Duty, Fact, FromServer, Limits, Person, Place, Rating, Refused, ToServer, Welcome } from "./protocol";
import { Receipts } from "./receipts";
import { TypingHeard, TypingSpoken } from "./typing";

export const token_key = "zhiyin.visitor.token";
const reached_key = "zhiyin.visitor.reached";
const outbox_prefix = "zhiyin.visitor.outbox.";
const errand_prefix = "zhiyin.visitor.errand.";
/** What needs the visitor's key: keys of what is kept begin with one of these. */
export const needs_token: readonly string[] = [outbox_prefix, errand_prefix, reached_key];
const in_flight_default = 32;
const again_ms = 1_000;
const passing = new Set(["unavailable", "too_many"]);

export interface VisitorPorts {
  readonly open: OpenSocket;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly store: Store;
  readonly newId: () => string;
}

/** Leaving a way to be reached: what was typed, and what became of it. */
export interface Reach {
  readonly phase: "sending" | "kept" | "refused";
  readonly code?: string;
}

/** What he thought of it: on its way, or not taken. What the conversation has is in its state. */
export interface Rated extends Rating {
  readonly phase: "sending" | "refused";
  readonly code?: string;
}

/** Who the site says he is. */
export interface Who {
  readonly name?: string;
  readonly identity?: Readonly<Record<string, unknown>>;
}

export class VisitorSession {
  conversation: Conversation | null = null;
  /** The server has said once what there is. */
  known = false;
  loadingEarlier = false;
  limits: Limits | null = null;
  /** His inbox was switched off: what he writes is refused. */
  closed = false;
  /** Whether anybody is on duty, as far as it was said. */
  duty: Duty | null = null;
  reach: Reach | null;
  /** How many wait before him, as far as it was said. */
  place: Place | null = null;
  rated: Rated | null = null;
  started = false;
  readonly me: Person = { kind: "visitor", id: "", name: "" };
  readonly typing: TypingHeard;
  private log = "";
  private token: string | null;
  private readonly connection: Connection;
  private readonly outbox: Outbox;
  private readonly receipts: Receipts;
  private readonly spoken: TypingSpoken;
  private readonly errands: Errands;
  private who: Who = {};

  constructor(
    private readonly ports: VisitorPorts,
    private readonly changed: () => void,
    private readonly inbox: string | null = null,
  ) {
    const say = (message: ToServer): boolean => this.connection.say(message);
    this.token = ports.store.get(token_key);
    this.errands = new Errands(errand_prefix, ports.store, ports.newId, say);
    this.reach = this.errands.get("reach") !== null ? { phase: "sending" } : ports.store.get(reached_key) === null ? null : { phase: "kept" };
    this.rated = ratingOf(this.errands.get("rate")?.message ?? null);
    this.typing = new TypingHeard(ports.clock, changed);
    this.spoken = new TypingSpoken(ports.clock, () => this.conversation !== null && say({ t: "typing" }));
    this.outbox = new Outbox(outbox_prefix, ports.store, ports.clock, ports.chance, ports.newId, {
      say, changed, stuck: () => this.connection.resync(),
    });
    const shown = () => (this.conversation === null ? null : { conversation: this.conversation, me: this.me });
    this.receipts = new Receipts(ports.clock, say, shown, {});
    this.connection = new Connection("/live/visitor", ports.open, ports.clock, ports.chance, {
      hello: () => this.hello(),
      welcome: (message) => this.welcome(message),
      message: (message) => this.heard(message),
      link: (link) => this.linked(link),
    });
  }

  /** He has a key: words of his are probably on their way here. */
  get returning(): boolean {
    return this.token !== null;
  }
  /** He asked for a person, and it is not answered yet. */
  get asking(): boolean {
    return this.errands.get("person") !== null;
  }
  /** As the site calls him. */
  get name(): string {
    return this.who.name ?? "";
  }
  get link(): Link {
    return this.connection.link;
  }
  get pending(): readonly Pending[] {
    return this.outbox.list(null);
  }
  /** False when the browser lets us keep nothing over a reload. */
  get kept(): boolean {
    return this.outbox.kept;
  }

  start(): void {
    this.started = true;
    this.connection.start();
  }
  stop(): void {
    this.receipts.stop();
    this.connection.stop();
  }
  wake(): void {
    this.connection.wake();
  }

  /** From the next connection on, which is made at once if there is one. */
  identify(who: Who): void {
    this.who = who;
    if (this.started) this.connection.start();
  }
  /** Another tab may have got a key meanwhile: one person, one conversation. */
  share(): void {
    const kept = this.ports.store.get(token_key);
    if (kept === null || kept === this.token || this.conversation !== null) return;
    this.token = kept;
    if (this.started) this.connection.start();
  }

  send(text: string): void {
    this.share();
    this.outbox.add(text, null);
  }
  typed(): void {
    this.spoken.typed();
  }
  discard(id: string): string | null {
    return this.outbox.discard(id);
  }
  retry(id: string): void {
    this.outbox.retry(id);
  }
  /** Everything up to `seq` has been before the reader's eyes. */
  look(seq: number): void {
    this.receipts.look(seq);
  }

  /** An e-mail address or a phone number, whichever it is. */
  leave(way: string): void {
    this.reach = { phase: "sending" };
    this.errands.ask("reach", { [way.includes("@") ? "email" : "phone"]: way });
    this.changed();
  }
  /** He wants to leave another. */
  leaveAnother(): void {
    this.ports.store.remove(reached_key);
    this.reach = null;
    this.changed();
  }

  /** He wants a person. `words` say it where there is no conversation yet, or the server knows no other way. */
  askPerson(words: string): void {
    if (this.known && this.conversation === null) return this.send(words);
    this.errands.ask("person", {}, words);
    this.changed();
  }

  rate(score: number, comment: string): void {
    const rating = { score, ...(comment.trim() === "" ? {} : { comment: comment.trim() }) };
    this.rated = { phase: "sending", ...rating };
    this.errands.ask("rate", rating);
    this.changed();
  }

  loadEarlier(): void {
    const first = this.conversation?.entries[0]?.seq;
    if (this.loadingEarlier || first === undefined || this.conversation?.earlier !== true) return;
    this.loadingEarlier = this.connection.say({ t: "history", before: first });
    this.changed();
  }

  private hello(): ToServer {
    const have = this.conversation && { have: { conversation: this.conversation.state.id, ...position(this.conversation) } };
    return { t: "hello", v: 1, ...(this.inbox === null ? {} : { inbox: this.inbox }), ...(this.token === null ? {} : { token: this.token }), ...this.who, ...have };
  }

  private linked(link: Link): void {
    if (link.kind !== "ready") {
      this.duty = null;
      this.place = null;
      this.loadingEarlier = false;
      this.outbox.lost();
      this.receipts.lost();
      this.typing.clear();
    }
    this.changed();
  }

  private welcome(message: Welcome): void {
    this.log = message.log;
    this.closed = false;
    this.limits = message.limits;
    if (this.token === null && this.adopt()) return;
    this.token = message.token ?? this.token;
    if (this.token !== null) this.ports.store.set(token_key, this.token);
  }

  /** Another tab has got a key meanwhile: one person, one conversation. */
  private adopt(): boolean {
    this.token = this.ports.store.get(token_key);
    if (this.token === null) return false;
    this.connection.start();
    return true;
  }

  private heard(message: Exclude<FromServer, Welcome>): void {
    switch (message.t) {
      case "none":
        this.conversation = null;
        return this.looked();
      case "snapshot":
        if (message.conversation.id !== this.conversation?.state.id) this.receipts.replaced();
        this.conversation = fromSnapshot(message);
        return this.looked();
      case "changes":
        if (this.conversation?.state.id !== message.conversation.id) return this.connection.resync();
        this.conversation = withChanges(this.conversation, message);
        return this.looked();
      case "fact":
        return this.fact(message);
      case "history":
        this.loadingEarlier = false;
        if (this.conversation !== null) this.conversation = withHistory(this.conversation, message);
        return this.changed();
      case "ack":
        return this.acked(message);
      case "refused":
        if (message.where === "inbox") this.shut();
        return this.refused(message);
      case "duty":
        this.duty = message;
        return this.changed();
      case "place":
        this.place = message;
        return this.changed();
      case "typing":
        return this.typing.heard(message.who);
      default:
        return; // the desk's messages, pong, skipped: nothing to do
    }
  }

  /** The first word about the conversation on this connection: settle, then say what is unanswered. */
  private looked(): void {
    this.known = true;
    this.settle();
    this.outbox.compare(this.conversation && { id: this.conversation.state.id, last_seq: this.conversation.state.last_seq });
    this.outbox.ready(this.limits?.in_flight_max ?? in_flight_default);
    this.receipts.update();
    if (this.conversation === null) this.saidInstead();
    this.errands.ready();
    this.changed();
  }

  private acked(message: Ack): void {
    const name = this.errands.of(message.id);
    if (name === null) {
      this.closed = false;
      return this.outbox.ack(message);
    }
    this.errands.done(name);
    if (name === "rate") this.rated = null; // its fact tells it
    if (name === "reach") {
      this.reach = { phase: "kept" };
      this.ports.store.set(reached_key, "1");
    }
    this.changed();
  }

  private refused(message: Refused): void {
    const name = this.errands.of(message.id);
    if (name === null) return void this.outbox.refused(message);
    if (name === "person") {
      if (passing.has(message.code)) return void this.ports.clock.after(message.retry_after_ms ?? again_ms, () => this.errands.again(name));
      return this.saidInstead();
    }
    this.errands.done(name);
    if (name === "reach") this.reach = { phase: "refused", code: message.code };
    else if (message.code === "conflict" && this.conversation?.state.rating !== undefined) this.rated = null; // too late to change it
    else if (this.rated !== null) this.rated = { ...this.rated, phase: "refused", code: message.code };
    this.changed();
  }

  /** The wish for a person, as words: nothing else is understood now. */
  private saidInstead(): void {
    const words = this.errands.done("person")?.words;
    if (words !== undefined) this.send(words);
  }

  private shut(): void {
    this.closed = true;
    this.changed();
  }

  private fact(fact: Fact): void {
    const applied = withFact(this.conversation, fact, this.log);
    if (applied.kind === "ignored") return;
    if (applied.kind === "gap") return this.connection.resync();
    if (fact.kind === "opened") this.receipts.replaced();
    this.conversation = applied.conversation;
    if (fact.kind === "rated") this.rated = null;
    if (fact.kind === "stage" && fact.stage !== "queued") this.place = null;
    if (fact.kind === "message") {
      this.typing.spoke(fact.entry.author);
      this.settle();
      this.receipts.update();
    }
    this.changed();
  }

  private settle(): void {
    const mine = this.conversation?.entries.filter((entry) => entry.author.kind === "visitor") ?? [];
    this.outbox.settle(mine);
  }
}

function ratingOf(message: ToServer | null): Rated | null {
  const score = message?.["score"];
  if (typeof score !== "number") return null;
  const comment = message?.["comment"];
  return { phase: "sending", score, ...(typeof comment === "string" ? { comment } : {}) };
}
