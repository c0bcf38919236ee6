// What was said and is not yet known to be stored: kept over reloads, sent again with the same ids, in order, until answered.
//
// One stored value per message, so that two tabs of one person never overwrite each other's; both may send the same message,
// which the server stores once.
import type { Chance, Clock, Store } from "./ports";
import type { Ack, Entry, Refused, ToServer } from "./protocol";

const answer_timeout_ms = 20_000;
const retry_default_ms = 1_000;
const retry_max_ms = 30_000;

/** Refusals that pass by themselves; all others are the message's own fault. */
const passing = new Set(["unavailable", "too_many"]);

export interface Refusal {
  readonly code: string;
  readonly title: string;
  readonly mend: string;
  /** Absent in what an older page kept. */
  readonly where?: string;
}

/** What an agent's message says besides: the newest entry that he had seen, or that it does not matter to him. */
export interface Besides {
  readonly seen_seq?: number;
  readonly force?: boolean;
}

export interface Pending {
  readonly id: string;
  readonly text: string;
  readonly besides: Besides;
  /** The agents' only; null for a visitor, who has one conversation. */
  readonly conversation: string | null;
  readonly at: number;
  /** waiting: not on its way. sent: on its way. acked: stored, its fact is still to come. refused: needs its author. */
  readonly phase: "waiting" | "sent" | "acked" | "refused";
  readonly refusal?: Refusal;
}

interface Item extends Pending {
  phase: Pending["phase"];
  refusal?: Refusal;
  readonly key: string;
  sentAt: number;
  tries: number;
  ackedAs?: { readonly conversation: string; readonly seq: number };
}

export interface OutboxEvents {
  say(message: ToServer): boolean;
  /** Sent long ago on a connection that lives, and never answered. */
  stuck(): void;
  changed(): void;
}

export class Outbox {
  /** False once something could not be kept: it would not survive a reload. */
  kept = true;
  private readonly items: Item[] = [];
  private inFlightMax = 0; // 0: no connection
  private held: { readonly item: Item; due: boolean; readonly skip: boolean } | null = null;
  private probing = false;
  private lastOrder = 0;
  private readonly cancels = new Map<"retry" | "answer", () => void>();

  constructor(
    private readonly prefix: string,
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly chance: Chance,
    private readonly newId: () => string,
    private readonly events: OutboxEvents,
  ) {
    for (const key of store.keys(prefix).sort()) this.load(key);
  }

  list(conversation: string | null): readonly Pending[] {
    return this.items.filter((item) => item.conversation === conversation);
  }

  /** Conversations that still have something to say. */
  conversations(): readonly string[] {
    return [...new Set(this.items.flatMap((item) => item.conversation ?? []))];
  }

  add(text: string, conversation: string | null, besides: Besides = {}): string {
    const order = (this.lastOrder = Math.max(this.clock.now(), this.lastOrder + 1));
    const id = this.newId();
    const item: Item = {
      id, text, besides, conversation, at: this.clock.now(), phase: "waiting", sentAt: 0, tries: 0,
      key: `${this.prefix}${String(order).padStart(16, "0")}.${id}`,
    };
    this.items.push(item);
    this.save(item);
    this.pump();
    this.events.changed();
    return id;
  }

  /** A connection is there, and what it knew has been settled: say everything unanswered again. */
  ready(inFlightMax: number): void {
    this.inFlightMax = inFlightMax;
    this.pump();
    this.events.changed();
  }

  lost(): void {
    this.inFlightMax = 0;
    this.held = null;
    this.probing = false;
    this.cancel("retry");
    this.cancel("answer");
    for (const item of this.items) if (item.phase === "sent") item.phase = "waiting";
    this.events.changed();
  }

  ack(message: Ack): void {
    const item = this.find(message.id);
    if (item === undefined || item.phase === "acked") return;
    item.phase = "acked";
    item.ackedAs = { conversation: message.conversation ?? "", seq: message.seq ?? 0 };
    delete item.refusal;
    this.store.remove(item.key);
    this.answered();
  }

  /** False when the refusal is not about a message of this outbox. */
  refused(message: Refused): boolean {
    const item = message.id === undefined ? undefined : this.find(message.id);
    if (item === undefined) return false;
    if (item.phase !== "sent") return true;
    if (message.code === "earlier_refused") {
      item.phase = "waiting";
      if (this.held === null) this.events.stuck(); // refused behind a message that is not ours: only a new connection starts clean
    } else if (passing.has(message.code)) this.hold(item, message.retry_after_ms);
    else this.giveUp(item, { code: message.code, title: message.title, mend: message.mend, where: message.where });
    this.answered();
    return true;
  }

  /** Entries of my own that the conversation has: their pending twins are no longer drawn. */
  settle(mine: Iterable<Entry>): void {
    if (this.items.length === 0) return;
    const before = this.items.length;
    for (const entry of mine) this.drop(entry.client_id);
    if (this.items.length !== before) this.answered();
  }

  /** After a fresh look at the conversation (null: there is none): an ack that it does not bear out is asked for again. */
  compare(conversation: { readonly id: string; readonly last_seq: number } | null): void {
    for (const item of [...this.items]) {
      if (item.ackedAs === undefined) continue;
      const stored = conversation !== null && (item.ackedAs.conversation !== conversation.id || item.ackedAs.seq <= conversation.last_seq);
      if (stored) this.drop(item.id);
      else this.wait(item);
    }
    this.events.changed();
  }

  /** An acknowledged message whose conversation is not followed: nobody will see its fact. */
  forget(id: string): void {
    if (this.find(id)?.phase === "acked") this.drop(id);
  }

  /** Gives a refused message up, and returns its text. */
  discard(id: string): string | null {
    const item = this.find(id);
    if (item?.phase !== "refused") return null;
    this.drop(id);
    this.events.changed();
    return item.text;
  }

  /** Says a refused message again, as a new one. */
  retry(id: string, besides: Besides = {}): void {
    const conversation = this.find(id)?.conversation ?? null;
    const text = this.discard(id);
    if (text !== null) this.add(text, conversation, besides);
  }

  private pump(): void {
    if (this.held !== null && !this.release()) return;
    let flying = this.inFlight();
    const limit = this.probing ? Math.min(1, this.inFlightMax) : this.inFlightMax;
    for (const item of this.items) {
      if (flying >= limit) break;
      if (item.phase !== "waiting") continue;
      const about = item.conversation === null ? {} : { conversation: item.conversation };
      if (!this.events.say({ t: "send", id: item.id, text: item.text, ...item.besides, ...about })) break;
      item.phase = "sent";
      item.sentAt = this.clock.now();
      flying += 1;
    }
    this.watchAnswers();
  }

  /** After a refusal every later message under way is refused too: wait for all those answers before going on. */
  private release(): boolean {
    const held = this.held;
    if (held === null || !held.due || this.inFlight() > 0) return false;
    if (held.skip) this.events.say({ t: "skip", id: held.item.id });
    this.probing = !held.skip;
    this.held = null;
    return true;
  }

  private hold(item: Item, retry_after_ms = retry_default_ms): void {
    item.phase = "waiting";
    item.tries += 1;
    const held = { item, due: false, skip: false };
    this.held = held;
    const delay = Math.min(retry_max_ms, retry_after_ms * 2 ** Math.min(item.tries - 1, 5)) * (1 + this.chance() / 4);
    this.cancels.set("retry", this.clock.after(delay, () => {
      held.due = true;
      this.pump();
      this.events.changed();
    }));
  }

  private giveUp(item: Item, refusal: Refusal): void {
    item.phase = "refused";
    item.refusal = refusal;
    this.save(item);
    this.held = { item, due: true, skip: true };
  }

  private answered(): void {
    if (this.held === null) this.probing = false;
    this.pump();
    this.events.changed();
  }

  private watchAnswers(): void {
    this.cancel("answer");
    const oldest = Math.min(...this.items.filter((item) => item.phase === "sent").map((item) => item.sentAt));
    if (oldest === Infinity) return;
    const left = oldest + answer_timeout_ms - this.clock.now();
    this.cancels.set("answer", this.clock.after(Math.max(left, 0), () => this.events.stuck()));
  }

  private wait(item: Item): void {
    item.phase = "waiting";
    delete item.ackedAs;
    this.save(item);
  }

  private inFlight(): number {
    return this.items.reduce((sum, item) => sum + (item.phase === "sent" ? 1 : 0), 0);
  }

  private find(id: string): Item | undefined {
    return this.items.find((item) => item.id === id);
  }

  private drop(id: string): void {
    const at = this.items.findIndex((item) => item.id === id);
    const item = this.items[at];
    if (item === undefined) return;
    this.items.splice(at, 1);
    this.store.remove(item.key);
    if (this.held?.item === item) this.held = { item, due: true, skip: true }; // the server still waits for it
  }

  private save(item: Item): void {
    const { id, text, besides, conversation, at, refusal } = item;
    if (!this.store.set(item.key, JSON.stringify({ id, text, besides, conversation, at, refusal }))) this.kept = false;
  }

  private load(key: string): void {
    const saved = readSaved(this.store.get(key));
    if (saved === null) return this.store.remove(key);
    this.items.push({ ...saved, key, phase: saved.refusal === undefined ? "waiting" : "refused", sentAt: 0, tries: 0 });
    this.lastOrder = Math.max(this.lastOrder, Number(key.slice(this.prefix.length, this.prefix.length + 16)) || 0);
  }

  private cancel(name: "retry" | "answer"): void {
    this.cancels.get(name)?.();
    this.cancels.delete(name);
  }
}

function readSaved(text: string | null): Pick<Pending, "id" | "text" | "besides" | "conversation" | "at" | "refusal"> | null {
  try {
    const value = JSON.parse(text ?? "null") as Pending | null;
    return value !== null && typeof value.id === "string" && typeof value.text === "string" ? { ...value, besides: value.besides ?? {} } : null;
  } catch {
    return null;
  }
}
