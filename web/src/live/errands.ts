// What a visitor asked for besides words (a way to be reached, a person, a rating): said on each connection until it is answered, and kept
// over a reload. Of each kind the newest counts.
import type { Store } from "./ports";
import type { ToServer } from "./protocol";

const names = ["reach", "person", "rate"] as const;
export type ErrandName = (typeof names)[number];

export interface Errand {
  readonly message: ToServer;
  /** What is said instead when the server cannot do it. */
  readonly words?: string;
}

export class Errands {
  private readonly open = new Map<ErrandName, Errand>();

  constructor(
    private readonly prefix: string,
    private readonly store: Store,
    private readonly newId: () => string,
    private readonly say: (message: ToServer) => boolean,
  ) {
    for (const name of names) {
      const kept = read(store.get(prefix + name));
      if (kept !== null) this.open.set(name, kept);
    }
  }

  get(name: ErrandName): Errand | null {
    return this.open.get(name) ?? null;
  }

  ask(name: ErrandName, members: Readonly<Record<string, unknown>>, words?: string): void {
    const errand = { message: { ...members, t: name, id: this.newId() }, ...(words === undefined ? {} : { words }) };
    this.open.set(name, errand);
    this.store.set(this.prefix + name, JSON.stringify(errand));
    this.say(errand.message);
  }

  /** A connection is there: what is not answered is said again, which is always safe. */
  ready(): void {
    for (const errand of this.open.values()) this.say(errand.message);
  }
  again(name: ErrandName): void {
    const errand = this.open.get(name);
    if (errand !== undefined) this.say(errand.message);
  }

  /** Which one an answer with this id is about; null: none of these. */
  of(id: string | undefined): ErrandName | null {
    for (const [name, errand] of this.open) if (errand.message["id"] === id) return name;
    return null;
  }

  /** It is answered, or nobody wants it any more. */
  done(name: ErrandName): Errand | null {
    const errand = this.get(name);
    this.open.delete(name);
    this.store.remove(this.prefix + name);
    return errand;
  }
}

function read(text: string | null): Errand | null {
  try {
    const value = JSON.parse(text ?? "null") as Errand | null;
    return typeof value?.message?.["id"] === "string" ? value : null;
  } catch {
    return null;
  }
}
