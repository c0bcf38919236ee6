// Commands that the server answers once: who asked hears how it ended. Nothing is kept over a cut, for deciding anew is the person's.
import type { Ack, Refused, ToServer } from "./protocol";

export type Outcome = { readonly ok: true; readonly ack: Ack } | { readonly ok: false; readonly code: string; readonly title: string };

const cut: Outcome = { ok: false, code: "cut", title: "" };

export class Asking {
  private readonly open = new Map<string, (outcome: Outcome) => void>();

  constructor(
    private readonly newId: () => string,
    private readonly say: (message: ToServer) => boolean,
  ) {}

  ask(message: ToServer): Promise<Outcome> {
    const id = this.newId();
    if (!this.say({ ...message, id })) return Promise.resolve(cut);
    return new Promise((done) => this.open.set(id, done));
  }
  /** False when nobody asked it. */
  ack(ack: Ack): boolean {
    return this.answered(ack.id, { ok: true, ack });
  }
  refused({ id, code, title }: Refused): boolean {
    return id !== undefined && this.answered(id, { ok: false, code, title });
  }
  lost(): void {
    for (const id of [...this.open.keys()]) this.answered(id, cut);
  }

  private answered(id: string, outcome: Outcome): boolean {
    const done = this.open.get(id);
    this.open.delete(id);
    done?.(outcome);
    return done !== undefined;
  }
}
