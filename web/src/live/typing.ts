// Typing: said at most every two seconds, shown for five or until the words themselves come.
import type { Clock } from "./ports";
import type { Person } from "./protocol";

const say_every_ms = 2_000;
const shown_for_ms = 5_000;

/** Says that somebody types here, not more often than the protocol allows. */
export class TypingSpoken {
  private saidAt = -Infinity;

  constructor(
    private readonly clock: Clock,
    private readonly say: () => boolean,
  ) {}

  typed(): void {
    if (this.clock.now() - this.saidAt < say_every_ms) return;
    if (this.say()) this.saidAt = this.clock.now();
  }
}

/** Who types in one conversation. */
export class TypingHeard {
  private readonly people = new Map<string, { readonly who: Person; readonly cancel: () => void }>();

  constructor(
    private readonly clock: Clock,
    private readonly changed: () => void,
  ) {}

  list(): readonly Person[] {
    return [...this.people.values()].map((one) => one.who);
  }

  heard(who: Person): void {
    this.people.get(keyOf(who))?.cancel();
    this.people.set(keyOf(who), { who, cancel: this.clock.after(shown_for_ms, () => this.spoke(who)) });
    this.changed();
  }

  /** The person's message is there, or the time is over. */
  spoke(who: Person): void {
    const one = this.people.get(keyOf(who));
    if (one === undefined) return;
    one.cancel();
    this.people.delete(keyOf(who));
    this.changed();
  }

  clear(): void {
    for (const one of this.people.values()) one.cancel();
    this.people.clear();
  }
}

const keyOf = (who: Person): string => `${who.kind}:${who.id}`;
