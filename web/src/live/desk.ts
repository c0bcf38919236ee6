// An agent's session: three lists, the conversations he has open, what he says and does.
import { Connection, type Link } from "./connection";
import { fromSnapshot, position, withChanges, withFact, withHistory, type Conversation } from "./conversation";
import { emptyList, fromWindow, withRows, type List } from "./list";
import { Outbox, type Pending } from "./outbox";
import { Receipts, isMine } from "./receipts";
import type { VisitorPorts } from "./visitor";
import type { AgentState, Fact, FromServer, Limits, Person, Presence, Refused, ToServer, View, Welcome } from "./protocol";
import { TypingHeard, TypingSpoken } from "./typing";

const opened_max = 8;
const rows_shown = 100;
const views: readonly View[] = ["queue", "mine", "open"];

export type DeskPorts = VisitorPorts;
export type Act = "take" | "resolve";

/** Who sits at the desk. */
export interface DeskWho {
  /** What he has not sent yet is kept under it. */
  readonly key: string;
  /** A demonstration agent's name, where it is not the session that says who he is. */
  readonly agent?: string;
}

/** A conversation that this desk follows. */
export interface Opened {
  conversation: Conversation | null;
  /** The server does not know it. */
  missing: boolean;
  loadingEarlier: boolean;
  readonly receipts: Receipts;
  readonly typing: TypingHeard;
  readonly spoken: TypingSpoken;
}

export interface Doing {
  readonly id: string;
  readonly act: Act;
  readonly conversation: string;
}

export class DeskSession {
  me: Person = { kind: "agent", id: "", name: "" };
  limits: Limits | null = null;
  /** Whether he is there, as the server has it. */
  state: AgentState = { state: "offline", reason: "", since: null, rev: 0 };
  /** What he wants it to be, until the server has answered. */
  wished: { readonly id: string; readonly state: Presence } | null = null;
  lists: Readonly<Record<View, List>> = { queue: emptyList, mine: emptyList, open: emptyList };
  /** The lists have been heard at least once. */
  known = false;
  doing: Doing | null = null;
  /** Why the last act was not done, until the next. */
  notDone: { readonly conversation: string; readonly act: Act; readonly code: string; readonly title: string } | null = null;
  /** In the order of use, the newest last. */
  private readonly opened = new Map<string, Opened>();
  private log = "";
  private ahead_ms = 0;
  private readonly connection: Connection;
  private readonly outbox: Outbox;

  constructor(
    private readonly who: DeskWho,
    private readonly ports: DeskPorts,
    private readonly changed: () => void,
  ) {
    this.outbox = new Outbox(`zhiyin.agent.outbox.${who.key}.`, ports.store, ports.clock, ports.chance, ports.newId, {
      say: (message) => this.connection.say(message),
      changed,
      stuck: () => this.connection.resync(),
    });
    this.connection = new Connection("/live/agent", ports.open, ports.clock, ports.chance, {
      hello: () => ({ t: "hello", v: 1, ...(this.who.agent === undefined ? {} : { agent: this.who.agent }) }),
      welcome: (message) => this.welcome(message),
      message: (message) => this.heard(message),
      link: (link) => this.linked(link),
    });
  }

  get link(): Link {
    return this.connection.link;
  }
  /** The server's time, by which waiting is counted. */
  get now(): number {
    return this.ports.clock.now() + this.ahead_ms;
  }
  get kept(): boolean {
    return this.outbox.kept;
  }
  get(conversation: string): Opened | undefined {
    return this.opened.get(conversation);
  }
  pending(conversation: string): readonly Pending[] {
    return this.outbox.list(conversation);
  }

  start(): void {
    this.connection.start();
  }
  stop(): void {
    for (const one of this.opened.values()) one.receipts.stop();
    this.connection.stop();
  }
  wake(): void {
    this.connection.wake();
  }

  /** Follows a conversation; the least lately used one is let go when there are many. */
  open(id: string): void {
    const one = this.opened.get(id) ?? this.follow(id);
    this.opened.delete(id);
    this.opened.set(id, one);
    const oldest = this.opened.keys().next().value;
    if (this.opened.size > opened_max && oldest !== undefined) this.close(oldest);
    this.changed();
  }

  send(conversation: string, text: string): void {
    this.outbox.add(text, conversation);
  }
  typed(conversation: string): void {
    this.opened.get(conversation)?.spoken.typed();
  }
  discard(id: string): string | null {
    return this.outbox.discard(id);
  }
  retry(id: string): void {
    this.outbox.retry(id);
  }
  look(conversation: string, seq: number): void {
    this.opened.get(conversation)?.receipts.look(seq);
  }

  loadEarlier(conversation: string): void {
    const one = this.opened.get(conversation);
    const first = one?.conversation?.entries[0]?.seq;
    if (one === undefined || one.loadingEarlier || first === undefined || one.conversation?.earlier !== true) return;
    one.loadingEarlier = this.connection.say({ t: "history", before: first, conversation });
    this.changed();
  }

  /** Takes or resolves what the agent has before his eyes: refused as stale when something happened meanwhile. */
  act(act: Act, conversation: string): void {
    const rev = this.opened.get(conversation)?.conversation?.state.rev;
    if (this.doing !== null || rev === undefined) return;
    const id = this.ports.newId();
    this.notDone = null;
    if (this.connection.say({ t: act, id, conversation, rev })) this.doing = { id, act, conversation };
    this.changed();
  }

  /** Says whether he is there. */
  setState(state: Presence): void {
    const id = this.ports.newId();
    if (this.connection.say({ t: "state", id, state })) this.wished = { id, state };
    this.changed();
  }

  private heardState(state: AgentState | undefined): void {
    if (state !== undefined && state.rev >= this.state.rev) this.state = state;
  }

  /** He may not see it any more: nothing of it stays. */
  private gone(id: string): void {
    const one = this.opened.get(id);
    if (one === undefined) return;
    one.conversation = null;
    one.missing = true;
    one.loadingEarlier = false;
    one.typing.clear();
    this.changed();
  }

  private follow(id: string): Opened {
    const say = (message: ToServer): boolean => this.connection.say(message);
    const shown = () => {
      const conversation = this.opened.get(id)?.conversation;
      return conversation == null ? null : { conversation, me: this.me };
    };
    const one: Opened = {
      conversation: null,
      missing: false,
      loadingEarlier: false,
      receipts: new Receipts(this.ports.clock, say, shown, { conversation: id }),
      typing: new TypingHeard(this.ports.clock, this.changed),
      spoken: new TypingSpoken(this.ports.clock, () => say({ t: "typing", conversation: id })),
    };
    this.opened.set(id, one);
    this.connection.say({ t: "open", conversation: id });
    return one;
  }

  private close(id: string): void {
    const one = this.opened.get(id);
    one?.receipts.stop();
    one?.typing.clear();
    this.opened.delete(id);
    this.connection.say({ t: "close", conversation: id });
    for (const item of this.outbox.list(id)) this.outbox.forget(item.id);
  }

  private linked(link: Link): void {
    if (link.kind !== "ready") {
      if (this.doing !== null) this.notDone = { ...this.doing, code: "cut", title: "" };
      this.doing = null;
      this.wished = null;
      this.outbox.lost();
      for (const one of this.opened.values()) {
        one.receipts.lost();
        one.typing.clear();
        one.loadingEarlier = false;
      }
    }
    this.changed();
  }

  private welcome(message: Welcome): void {
    this.log = message.log;
    this.limits = message.limits;
    this.ahead_ms = Date.parse(message.now) - this.ports.clock.now();
    this.me = message.me;
    this.state = message.state ?? this.state;
    const limit = Math.min(rows_shown, message.limits.rows_max);
    for (const view of views) this.connection.say({ t: "watch", view, limit });
    for (const [conversation, one] of this.opened) {
      const have = one.conversation === null ? {} : { have: position(one.conversation) };
      this.connection.say({ t: "open", conversation, ...have });
    }
    this.outbox.ready(message.limits.in_flight_max);
  }

  private heard(message: Exclude<FromServer, Welcome>): void {
    switch (message.t) {
      case "window":
        this.known = true;
        this.lists = { ...this.lists, [message.view]: fromWindow(message) };
        return this.changed();
      case "rows":
        this.lists = { ...this.lists, [message.view]: withRows(this.lists[message.view], message) };
        return this.changed();
      case "snapshot":
        return this.looked(message.conversation.id, () => fromSnapshot(message));
      case "changes":
        return this.looked(message.conversation.id, (known) => (known === null ? null : withChanges(known, message)));
      case "fact":
        return this.fact(message);
      case "history":
        return this.history(message.conversation, (known) => withHistory(known, message));
      case "ack":
        return this.acked(message);
      case "refused":
        return this.refused(message);
      case "gone":
        return this.gone(message.conversation);
      case "state":
        this.heardState(message.state);
        return this.changed();
      case "typing":
        return this.opened.get(message.conversation)?.typing.heard(message.who);
      default:
        return; // the visitors' messages, pong, skipped: nothing to do
    }
  }

  private looked(id: string, next: (known: Conversation | null) => Conversation | null): void {
    const one = this.opened.get(id);
    if (one === undefined) return;
    one.conversation = next(one.conversation);
    if (one.conversation === null) return this.connection.resync();
    one.missing = false;
    this.settle(one.conversation);
    for (const item of this.outbox.list(id)) if (item.phase === "acked") this.outbox.forget(item.id);
    one.receipts.update();
    this.changed();
  }

  private history(id: string, next: (known: Conversation) => Conversation): void {
    const one = this.opened.get(id);
    if (one?.conversation == null) return;
    one.loadingEarlier = false;
    one.conversation = next(one.conversation);
    this.changed();
  }

  private fact(fact: Fact): void {
    const one = this.opened.get(fact.conversation);
    if (one?.conversation == null) return;
    const applied = withFact(one.conversation, fact, this.log);
    if (applied.kind === "ignored") return;
    if (applied.kind === "gap") return this.connection.resync();
    one.conversation = applied.conversation;
    if (fact.kind === "message") {
      one.typing.spoke(fact.entry.author);
      this.settle(one.conversation);
      one.receipts.update();
    }
    this.changed();
  }

  private settle(conversation: Conversation): void {
    this.outbox.settle(conversation.entries.filter((entry) => isMine(this.me, entry.author)));
  }

  private acked(message: Extract<FromServer, { t: "ack" }>): void {
    if (this.doing?.id === message.id) {
      this.doing = null;
      return this.changed();
    }
    if (this.wished?.id === message.id) {
      this.wished = null;
      this.heardState(message.state);
      return this.changed();
    }
    this.outbox.ack(message);
    if (message.conversation === undefined || !this.opened.has(message.conversation)) this.outbox.forget(message.id);
  }

  private refused(message: Refused): void {
    if (this.outbox.refused(message)) return;
    if (this.wished !== null && this.wished.id === message.id) {
      this.wished = null;
    } else if (this.doing !== null && this.doing.id === message.id) {
      this.notDone = { ...this.doing, code: message.code, title: message.title };
      this.doing = null;
    } else if (message.id === undefined && message.conversation !== undefined) {
      const one = this.opened.get(message.conversation);
      if (one !== undefined && message.code === "not_found") one.missing = true;
      if (one !== undefined) one.loadingEarlier = false;
    }
    this.changed();
  }
}
