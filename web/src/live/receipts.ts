// Tells the server what reached this device and what was read: never back, never twice, not about one's own words.
import type { Conversation } from "./conversation";
import type { Clock } from "./ports";
import type { Person, ToServer, Watermark } from "./protocol";

const gather_ms = 150;

export const isMine = (me: Pick<Person, "kind" | "id">, author: Pick<Person, "kind" | "id">): boolean => author.kind === me.kind && (author.id === me.id || me.kind === "visitor");

/** The newest entry of somebody else at or below `upTo`; 0 when there is none. */
export function newestOfOthers(conversation: Conversation, me: Person, upTo: number): number {
  const entry = conversation.entries.findLast((one) => one.seq <= upTo && !isMine(me, one.author));
  return entry?.seq ?? 0;
}

export function markOf(conversation: Conversation, me: Person): Pick<Watermark, "delivered" | "read"> {
  const nothing = { delivered: 0, read: 0 };
  return conversation.state.watermarks.find((mark) => isMine(me, mark)) ?? nothing;
}

/** The receipts of one conversation on one device. */
export class Receipts {
  private got = 0;
  private seen = 0;
  private looked = 0;
  private cancel: (() => void) | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly say: (message: ToServer) => boolean,
    private readonly now: () => { readonly conversation: Conversation; readonly me: Person } | null,
    private readonly about: Readonly<Record<string, unknown>>,
  ) {}

  /** A new connection, or new entries. */
  update(): void {
    this.cancel ??= this.clock.after(gather_ms, () => {
      this.cancel = null;
      this.tell();
    });
  }

  /** The reader has had everything up to `seq` before his eyes. */
  look(seq: number): void {
    if (seq <= this.looked) return;
    this.looked = seq;
    this.update();
  }

  /** What was said on a cut connection may not have arrived. */
  lost(): void {
    this.got = this.seen = 0;
  }

  /** Another conversation has taken this one's place. */
  replaced(): void {
    this.got = this.seen = this.looked = 0;
  }

  stop(): void {
    this.cancel?.();
    this.cancel = null;
  }

  private tell(): void {
    const known = this.now();
    if (known === null) return;
    const mark = markOf(known.conversation, known.me);
    const read = newestOfOthers(known.conversation, known.me, this.looked);
    if (read > Math.max(mark.read, this.seen) && this.say({ t: "seen", seq: read, ...this.about })) {
      this.seen = read;
      this.got = Math.max(this.got, read);
    }
    const here = newestOfOthers(known.conversation, known.me, Infinity);
    if (here > Math.max(mark.delivered, this.got) && this.say({ t: "got", seq: here, ...this.about })) this.got = here;
  }
}
