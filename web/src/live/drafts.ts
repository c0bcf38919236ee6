// What an agent has begun to write: kept here at once, and by the server a moment later, so that neither a reload nor another desk loses it.
import type { Clock, Store } from "./ports";
import type { ToServer } from "./protocol";

const tell_after_ms = 1_000;

interface Kept {
  readonly text: string;
  readonly at: number;
  /** The server does not have it yet. */
  readonly untold: boolean;
}

export class Drafts {
  private readonly cancels = new Map<string, () => void>();
  /** The newest words said of each, until the server has answered. */
  private readonly said = new Map<string, { readonly conversation: string; readonly at: number }>();

  constructor(
    private readonly prefix: string,
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly newId: () => string,
    private readonly now: () => number,
    private readonly say: (message: ToServer) => boolean,
  ) {}

  get(conversation: string): string {
    return this.read(conversation)?.text ?? "";
  }

  set(conversation: string, text: string): void {
    const known = this.read(conversation);
    if ((known?.text ?? "") === text) return;
    this.write(conversation, { text, at: this.now(), untold: true });
    this.cancels.get(conversation)?.();
    if (text === "") this.tell(conversation);
    else this.cancels.set(conversation, this.clock.after(tell_after_ms, () => this.tell(conversation)));
  }

  /** What the server has, asked when a conversation was opened: true when it is newer than what is here, which it replaces. */
  heard(conversation: string, text: string, at: number | null): boolean {
    const known = this.read(conversation);
    if (known?.untold === true || at === null || (known !== null && known.at >= at)) return false;
    if ((known?.text ?? "") === text) return false;
    this.write(conversation, { text, at, untold: false });
    return true;
  }

  /** A connection is there: what was written without one is told. */
  ready(): void {
    for (const key of this.store.keys(this.prefix)) {
      const conversation = key.slice(this.prefix.length);
      if (this.read(conversation)?.untold === true) this.tell(conversation);
    }
  }

  /** False when the answer is not about a draft. */
  answered(id: string, kept: boolean): boolean {
    const said = this.said.get(id);
    if (said === undefined) return false;
    this.said.delete(id);
    const known = this.read(said.conversation);
    if (kept && known !== null && known.at === said.at) this.write(said.conversation, { ...known, untold: false });
    return true;
  }

  private tell(conversation: string): void {
    this.cancels.delete(conversation);
    const known = this.read(conversation);
    if (known?.untold !== true) return;
    const id = this.newId();
    if (this.say({ t: "draft", id, conversation, text: known.text })) this.said.set(id, { conversation, at: known.at });
  }

  private read(conversation: string): Kept | null {
    const text = this.store.get(this.prefix + conversation);
    if (text === null) return null;
    try {
      const value = JSON.parse(text) as Partial<Kept>;
      return typeof value.text === "string" ? { text: value.text, at: Number(value.at) || 0, untold: value.untold === true } : null;
    } catch {
      return null;
    }
  }
  private write(conversation: string, kept: Kept): void {
    if (kept.text === "" && !kept.untold) this.store.remove(this.prefix + conversation);
    else this.store.set(this.prefix + conversation, JSON.stringify(kept));
  }
}
