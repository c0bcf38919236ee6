// Where the unread line stands: above the first words that came while nobody looked. It moves only when it must.
import type { Conversation } from "./conversation";
import type { Person } from "./protocol";
import { newestOfOthers } from "./receipts";

export class UnreadLine {
  /** Words of others above this number go below the line; null: no line. */
  after: number | null = null;
  private newest = -1;

  /** `read` is what had been read when the conversation was opened here; `looks`: the reader has the end before his eyes. */
  update(conversation: Conversation, me: Person, read: number, looks: boolean): void {
    const newest = newestOfOthers(conversation, me, Infinity);
    if (this.newest < 0) this.after = newest > read && read > 0 ? read : null;
    else if (newest > this.newest && looks) this.after = null;
    else if (newest > this.newest) this.after ??= this.newest;
    this.newest = newest;
  }

  /** The reader has answered: he has seen it all. */
  answered(): void {
    this.after = null;
  }
}
