// What is offered to the agent, and how each offer ended.
import type { Offered, OfferEnd } from "./protocol";

export interface Offer {
  readonly conversation: string;
  readonly until: number;
  /** By the server's clock when it was heard of here: the time left is shown as a part of it. */
  readonly since: number;
}

export class Offers {
  private readonly standing = new Map<string, Offer>();
  /** The newest that ended by itself, until the next. */
  missed: { readonly conversation: string; readonly why: OfferEnd } | null = null;

  list(): readonly Offer[] {
    return [...this.standing.values()].sort((a, b) => a.until - b.until);
  }
  heard(message: Offered, now: number): void {
    const known = this.standing.get(message.conversation);
    const until = Date.parse(message.until);
    this.standing.set(message.conversation, { conversation: message.conversation, until, since: known?.until === until ? known.since : now });
  }
  ended(conversation: string, why: OfferEnd): void {
    const stood = this.standing.delete(conversation);
    if (stood && (why === "expired" || why === "withdrawn")) this.missed = { conversation, why };
  }
  /** A new connection tells again what stands. */
  cleared(): void {
    this.standing.clear();
  }
}
