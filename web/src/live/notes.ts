// Notes on their way: kept over reloads and said again with the same ids until the server has answered, as messages are. They wait for
// nothing and nothing waits for them, so that one that is refused holds up no other.
import type { Clock, Store } from "./ports";
import type { Note, Refused, ToServer } from "./protocol";

const again_default_ms = 1_000;
const passing = new Set(["unavailable", "too_many"]);

export interface PendingNote {
  readonly id: string;
  readonly conversation: string;
  readonly text: string;
  readonly mentions: readonly string[];
  readonly at: number;
  readonly phase: "waiting" | "sent" | "acked" | "refused";
  readonly code: string;
}
type Item = { -readonly [K in keyof PendingNote]: PendingNote[K] };

export class NoteBox {
  private items: Item[] = [];

  constructor(
    private readonly prefix: string,
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly newId: () => string,
    private readonly say: (message: ToServer) => boolean,
    private readonly changed: () => void,
  ) {
    for (const key of store.keys(prefix)) this.load(key);
    this.items.sort((a, b) => a.at - b.at);
  }

  list(conversation: string): readonly PendingNote[] {
    return this.items.filter((item) => item.conversation === conversation);
  }
  add(conversation: string, text: string, mentions: readonly string[]): void {
    const item: Item = { id: this.newId(), conversation, text, mentions, at: this.clock.now(), phase: "waiting", code: "" };
    this.items.push(item);
    this.keep(item);
    this.pump();
    this.changed();
  }
  ready(): void {
    this.pump();
  }
  lost(): void {
    for (const item of this.items) if (item.phase === "sent") item.phase = "waiting";
  }
  /** False when the answer is not about a note. */
  ack(id: string): boolean {
    const item = this.find(id);
    if (item === undefined) return false;
    item.phase = "acked";
    this.store.remove(this.prefix + id);
    this.changed();
    return true;
  }
  refused(message: Refused): boolean {
    const item = message.id === undefined ? undefined : this.find(message.id);
    if (item === undefined) return false;
    if (passing.has(message.code)) {
      item.phase = "waiting";
      this.clock.after(message.retry_after_ms ?? again_default_ms, () => this.pump());
    } else {
      item.phase = "refused";
      item.code = message.code;
      this.keep(item);
    }
    this.changed();
    return true;
  }
  /** Notes that the conversation has: their pending twins are no longer drawn. */
  settle(notes: readonly Note[]): void {
    const there = new Set(notes.map((note) => note.client_id));
    for (const item of this.items) if (there.has(item.id)) this.store.remove(this.prefix + item.id);
    this.items = this.items.filter((item) => !there.has(item.id));
  }
  /** Gives a note up, and returns its words. */
  discard(id: string): string {
    const item = this.find(id);
    this.items = this.items.filter((one) => one !== item);
    this.store.remove(this.prefix + id);
    this.changed();
    return item?.text ?? "";
  }
  retry(id: string): void {
    const item = this.find(id);
    if (item === undefined) return;
    this.discard(id);
    this.add(item.conversation, item.text, item.mentions);
  }

  private pump(): void {
    for (const item of this.items) {
      if (item.phase !== "waiting") continue;
      const { id, conversation, text, mentions } = item;
      if (this.say({ t: "note", id, conversation, text, ...(mentions.length > 0 ? { mentions } : {}) })) item.phase = "sent";
    }
  }
  private find(id: string): Item | undefined {
    return this.items.find((item) => item.id === id);
  }
  private keep(item: Item): void {
    this.store.set(this.prefix + item.id, JSON.stringify(item));
  }
  private load(key: string): void {
    try {
      const item = JSON.parse(this.store.get(key) ?? "") as Item;
      this.items.push({ ...item, phase: item.phase === "refused" ? "refused" : "waiting" });
    } catch {
      this.store.remove(key);
    }
  }
}
