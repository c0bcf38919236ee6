// One living connection out of many sockets: opens, says hello, notices silence, comes back with back-off.
import { afterClose, backoff } from "./backoff";
import type { Chance, Clock, OpenSocket, Socket } from "./ports";
import { parseFrame, type FromServer, type ToServer, type Welcome } from "./protocol";

const welcome_timeout_ms = 10_000;
const check_every_ms = 5_000;
const quiet_before_ping_ms = 25_000;
const silence_max_ms = 60_000;
const wake_answer_ms = 5_000;
const steady_after_ms = 5_000;

export type Link =
  | { readonly kind: "connecting" }
  | { readonly kind: "ready" }
  /** Cut; the next try comes by itself. */
  | { readonly kind: "waiting"; readonly tries: number }
  | { readonly kind: "stopped"; readonly reason: string };

export interface ConnectionEvents {
  hello(): ToServer;
  welcome(message: Welcome): void;
  message(message: Exclude<FromServer, Welcome>): void;
  /** Called after every change of `link`. */
  link(link: Link): void;
}

export class Connection {
  link: Link = { kind: "connecting" };
  private socket: Socket | null = null;
  private tries = 0;
  private heardAt = 0;
  private pingedAt = 0;
  private answerBy = Infinity;
  private readonly timers = new Map<"retry" | "welcome" | "check" | "steady", () => void>();

  constructor(
    private readonly path: string,
    private readonly open: OpenSocket,
    private readonly clock: Clock,
    private readonly chance: Chance,
    private readonly events: ConnectionEvents,
  ) {}

  /** Connects; also the way back after `stopped`. */
  start(): void {
    this.letGo();
    this.set({ kind: "connecting" });
    this.timer("welcome", welcome_timeout_ms, () => this.lost(1006, ""));
    this.socket = this.open(this.path, {
      open: () => this.socket?.send(JSON.stringify(this.events.hello())),
      text: (text) => this.text(text),
      closed: (code, reason) => this.lost(code, reason),
    });
  }

  stop(): void {
    this.letGo();
    this.set({ kind: "stopped", reason: "" });
  }

  /** False, and nothing happens, while there is no connection. */
  say(message: ToServer): boolean {
    if (this.link.kind !== "ready" || this.socket === null) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** Something is missing or stuck: a new connection, which resumes. */
  resync(): void {
    if (this.link.kind === "ready") this.retry(backoff(this.tries, this.chance));
  }

  /** The page is looked at again, or the network is back: do not wait for the next try, and do not trust an old socket. */
  wake(): void {
    if (this.link.kind === "waiting") this.start();
    else if (this.say({ t: "ping" })) {
      this.answerBy = Math.min(this.answerBy, this.clock.now() + wake_answer_ms);
      this.check();
    }
  }

  private text(text: string): void {
    this.heardAt = this.clock.now();
    this.answerBy = Infinity;
    const message = parseFrame(text);
    if (message === null) return;
    if (message.t !== "welcome") return this.events.message(message);
    this.cancel("welcome");
    this.timer("steady", steady_after_ms, () => (this.tries = 0));
    this.check();
    this.set({ kind: "ready" });
    this.events.welcome(message);
  }

  private check(): void {
    const now = this.clock.now();
    const quiet = now - this.heardAt;
    if (quiet >= silence_max_ms || now >= this.answerBy) return this.lost(4009, "");
    if (Math.min(quiet, now - this.pingedAt) >= quiet_before_ping_ms && this.say({ t: "ping" })) this.pingedAt = now;
    this.timer("check", check_every_ms, () => this.check());
  }

  private lost(code: number, reason: string): void {
    const ending = afterClose(code, this.tries, this.chance);
    if (ending.kind === "retry") return this.retry(ending.delay_ms);
    this.letGo();
    this.set({ kind: "stopped", reason });
  }

  private retry(delay_ms: number): void {
    this.letGo();
    this.tries += 1;
    this.timer("retry", delay_ms, () => this.start());
    this.set({ kind: "waiting", tries: this.tries });
  }

  private letGo(): void {
    for (const cancel of this.timers.values()) cancel();
    this.timers.clear();
    this.socket?.drop();
    this.socket = null;
    this.answerBy = Infinity;
  }

  private set(link: Link): void {
    this.link = link;
    this.events.link(link);
  }

  private timer(name: "retry" | "welcome" | "check" | "steady", ms: number, call: () => void): void {
    this.cancel(name);
    this.timers.set(name, this.clock.after(ms, call));
  }

  private cancel(name: "retry" | "welcome" | "check" | "steady"): void {
    this.timers.get(name)?.();
    this.timers.delete(name);
  }
}
