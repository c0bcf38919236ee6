// The page's side: Zhiyin('open'), Zhiyin('on', 'message', f) …, and the calls that were made before the script was there.

export type Heard = "message" | "open" | "unread" | "rated";
const heard: readonly Heard[] = ["message", "open", "unread", "rated"];

export interface Acts {
  init(options: Readonly<Record<string, unknown>>): void;
  identify(who: Readonly<Record<string, unknown>> | null): void;
  open(): void;
  close(): void;
  track(name: unknown, data: unknown): void;
}

export interface Stub {
  (...call: unknown[]): unknown;
  /** What waits for the script; each is what was called with. */
  q?: ArrayLike<unknown>[];
}

declare global {
  interface Window {
    Zhiyin?: Stub & { live?: true };
  }
}

const isBag = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);

export class Calls {
  private readonly listeners = new Map<Heard, Set<(value: unknown) => void>>();

  constructor(
    private readonly acts: Acts,
    private readonly complain: (words: string) => void,
  ) {}

  /** A call that is wrong is named in the console and does nothing: never does it break the page. */
  perform(call: ArrayLike<unknown>): unknown {
    const [name, first, second] = Array.from(call);
    switch (name) {
      case "init":
        return this.acts.init(isBag(first) ? first : {});
      case "identify":
        if (first !== null && !isBag(first)) return this.complain("identify wants an object, or null for nobody");
        return this.acts.identify(first);
      case "open":
        return this.acts.open();
      case "close":
        return this.acts.close();
      case "track":
        return this.acts.track(first, second);
      case "on":
        return this.on(first, second);
      default:
        return this.complain(`there is no ${String(name)}`);
    }
  }

  tell(name: Heard, value: unknown): void {
    for (const listener of this.listeners.get(name) ?? []) {
      // The page's fault is the page's: it is reported as its own, and the widget goes on.
      try {
        listener(value);
      } catch (error) {
        setTimeout(() => {
          throw error;
        });
      }
    }
  }

  /** Gives back what ends it. */
  private on(name: unknown, listener: unknown): (() => void) | void {
    const known = heard.find((one) => one === name);
    if (known === undefined || typeof listener !== "function") return this.complain(`on wants one of ${heard.join(", ")}, and a function`);
    const all = this.listeners.get(known) ?? new Set();
    this.listeners.set(known, all.add(listener as (value: unknown) => void));
    return () => void all.delete(listener as (value: unknown) => void);
  }
}

/** What stands in `identify`: who he is, as `hello` says it. A hash makes it signed; without one only a name is told. */
export function whoOf(given: Readonly<Record<string, unknown>> | null): { name?: string; identity?: Readonly<Record<string, unknown>> } {
  if (given === null) return {};
  const named = typeof given["name"] === "string" && given["name"].trim() !== "" ? { name: given["name"].trim().slice(0, 80) } : {};
  return typeof given["hash"] === "string" ? { ...named, identity: given } : named;
}
