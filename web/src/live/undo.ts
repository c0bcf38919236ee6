// Acts that can be taken back for a while: what was done is done at once, and undone by the opposite acts that the stage table allows.
import type { Clock } from "./ports";
import type { Person, Stage } from "./protocol";

export const undo_ms = 8_000;

/** One message of the protocol, without its id. */
export interface Command {
  readonly t: string;
  readonly agent?: string;
  readonly team?: string;
  readonly until?: string;
  /** Decide on what was seen last: refused when something happened meanwhile. */
  readonly seen?: boolean;
}

/** How a conversation stood before an act. */
export interface Stood {
  readonly stage: Stage;
  readonly assignee: Person | null;
  readonly team: string | null;
  readonly snoozed_until: string | null;
}

const toTeam = (team: string | null): string => team ?? "";

/** What sets back an act of mine on a conversation that stood so; null: nothing does. */
export function opposite(act: Command, before: Stood, me: string): readonly Command[] | null {
  const mine = before.assignee?.id === me;
  const waited = before.stage === "queued" || before.stage === "bot";
  switch (act.t) {
    case "resolve":
      return before.stage === "assigned" ? [{ t: "reopen" }] : null;
    case "take":
      if (waited) return [{ t: "requeue" }]; // the bot does not get it back: nothing of the protocol gives it to him
      return before.assignee !== null && !mine ? [{ t: "transfer", agent: before.assignee.id, seen: true }] : null;
    case "requeue":
      return mine ? [{ t: "take" }] : null;
    case "assign":
      if (before.assignee !== null && !waited) return [{ t: "assign", agent: before.assignee.id, seen: true }];
      return [{ t: "requeue" }];
    case "transfer":
      if (!mine) return null;
      if (act.agent !== undefined) return [{ t: "take", seen: true }];
      // Its team comes back only by another transfer, which its owner alone may do.
      return act.team === toTeam(before.team) ? [{ t: "take" }] : [{ t: "take" }, { t: "transfer", team: toTeam(before.team), seen: true }, { t: "take" }];
    case "snooze":
      return before.snoozed_until === null ? [{ t: "wake" }] : [{ t: "snooze", until: before.snoozed_until }];
    case "wake":
      return before.snoozed_until === null ? null : [{ t: "snooze", until: before.snoozed_until }];
    default:
      return null;
  }
}

export interface Undoable {
  readonly id: string;
  readonly conversation: string;
  readonly act: Command;
  readonly before: Stood;
  readonly back: readonly Command[];
  /** When it can be taken back no more; null while it is held. */
  readonly until: number | null;
}

/** The acts that can still be taken back, the newest last. */
export class Undos {
  private items: Undoable[] = [];
  private readonly cancels = new Map<string, () => void>();
  private readonly left = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly changed: () => void,
  ) {}

  list(): readonly Undoable[] {
    return this.items;
  }
  add(one: Omit<Undoable, "until">): void {
    this.items = [...this.items.filter((other) => other.conversation !== one.conversation), { ...one, until: null }];
    this.run(one.id, undo_ms);
  }
  take(id: string): Undoable | null {
    const one = this.items.find((item) => item.id === id) ?? null;
    this.drop(id);
    return one;
  }
  /** Time stands while somebody points at it. */
  hold(id: string): void {
    const one = this.items.find((item) => item.id === id);
    if (one === undefined || one.until === null) return;
    this.cancels.get(id)?.();
    this.left.set(id, Math.max(1_000, one.until - this.clock.now()));
    this.until(id, null);
  }
  release(id: string): void {
    const left = this.left.get(id);
    if (left !== undefined) this.run(id, left);
  }
  drop(id: string): void {
    this.cancels.get(id)?.();
    this.cancels.delete(id);
    this.left.delete(id);
    this.items = this.items.filter((item) => item.id !== id);
    this.changed();
  }

  private run(id: string, ms: number): void {
    this.left.delete(id);
    this.until(id, this.clock.now() + ms);
    this.cancels.set(id, this.clock.after(ms, () => this.drop(id)));
  }
  private until(id: string, until: number | null): void {
    this.items = this.items.map((item) => (item.id === id ? { ...item, until } : item));
    this.changed();
  }
}
