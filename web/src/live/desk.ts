// An agent's session: his lists, the conversations he has open, what he says and does.
import { Asking, type Outcome } from "./asking";
import { Connection, type Link } from "./connection";
import { fromSnapshot, position, withChanges, withFact, withHistory, type Conversation } from "./conversation";
import { Drafts } from "./drafts";
import { withInnerFact } from "./inner";
import type { List } from "./list";
import { NoteBox, type PendingNote } from "./notes";
import { Offers } from "./offers";
import { followed, noteInner, noteStage, type Opened } from "./opened";
import { Outbox, type Pending } from "./outbox";
import { isMine } from "./receipts";
import { Undos, opposite, type Command, type Stood } from "./undo";
import type { VisitorPorts } from "./visitor";
import { Windows, type Watch } from "./windows";
import type { Ack, AgentState, Fact, FromServer, InnerFact, Limits, Person, Presence, Refused, State, Welcome } from "./protocol";

const opened_max = 8;
const rows_shown = 200;

export type DeskPorts = VisitorPorts;
export type { Opened } from "./opened";

/** Who sits at the desk. */
export interface DeskWho {
  /** What he has not sent yet is kept under it. */
  readonly key: string;
  /** A demonstration agent's name, where it is not the session that says who he is. */
  readonly agent?: string;
}

export interface Doing {
  readonly act: string;
  readonly conversation: string;
}

const own_lists: readonly Watch[] = ["queue", "mine", "open"].map((name) => ({ name, limit: rows_shown }));
const again_max = 3;
const again_after_ms = 200;
/** Acts that are decided on what was seen: refused as stale when something happened meanwhile. */
const decides = new Set(["take", "resolve", "assign", "transfer"]);

export class DeskSession {
  me: Person = { kind: "agent", id: "", name: "" };
  limits: Limits | null = null;
  /** Whether he is there, as the server has it. */
  state: AgentState = { state: "offline", reason: "", since: null, rev: 0 };
  /** What he wants it to be, until the server has answered. */
  wished: { readonly state: Presence } | null = null;
  doing: Doing | null = null;
  /** Why the last act was not done, until the next. */
  notDone: { readonly conversation: string; readonly act: string; readonly code: string; readonly title: string } | null = null;
  readonly offers = new Offers();
  readonly undos: Undos;
  readonly drafts: Drafts;
  /** In the order of use, the newest last. */
  private readonly opened = new Map<string, Opened>();
  private log = "";
  private ahead_ms = 0;
  private readonly connection: Connection;
  private readonly outbox: Outbox;
  private readonly notes: NoteBox;
  private readonly asking: Asking;
  private readonly windows: Windows;

  constructor(
    private readonly who: DeskWho,
    private readonly ports: DeskPorts,
    private readonly changed: () => void,
  ) {
    const { store, clock, chance, newId } = ports;
    const say = (message: Parameters<Connection["say"]>[0]): boolean => this.connection.say(message);
    this.outbox = new Outbox(`zhiyin.agent.outbox.${who.key}.`, store, clock, chance, newId, { say, changed, stuck: () => this.connection.resync() });
    this.notes = new NoteBox(`zhiyin.agent.notes.${who.key}.`, store, clock, newId, say, changed);
    this.drafts = new Drafts(`zhiyin.agent.drafts.${who.key}.`, store, clock, newId, () => this.now, say);
    this.asking = new Asking(newId, say);
    this.undos = new Undos(clock, changed);
    this.windows = new Windows(say);
    this.connection = new Connection("/live/agent", ports.open, clock, chance, {
      hello: () => ({ t: "hello", v: 1, ...(this.who.agent === undefined ? {} : { agent: this.who.agent }) }),
      welcome: (message) => this.welcome(message),
      message: (message) => this.heard(message),
      link: (link) => this.linked(link),
    });
    this.windows.want(own_lists, rows_shown);
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
  get lists(): Readonly<Record<string, List>> {
    return this.windows.lists;
  }
  /** The lists have been heard at least once. */
  get known(): boolean {
    return Object.keys(this.windows.lists).length > 0;
  }
  list(name: string): List {
    return this.windows.list(name);
  }
  knows(name: string): boolean {
    return this.windows.knows(name);
  }
  get(conversation: string): Opened | undefined {
    return this.opened.get(conversation);
  }
  pending(conversation: string): readonly Pending[] {
    return this.outbox.list(conversation);
  }
  pendingNotes(conversation: string): readonly PendingNote[] {
    return this.notes.list(conversation);
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

  /** The windows that are wanted from now on. */
  watch(watches: readonly Watch[]): void {
    this.windows.want(watches, this.limits?.rows_max ?? rows_shown);
    this.changed();
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
    const seen = this.opened.get(conversation)?.conversation?.state.last_seq;
    this.outbox.add(text, conversation, seen === undefined ? {} : { seen_seq: seen });
  }
  note(conversation: string, text: string, mentions: readonly string[]): void {
    this.notes.add(conversation, text, mentions);
  }
  typed(conversation: string): void {
    this.opened.get(conversation)?.spoken.typed();
  }
  discard(id: string): string | null {
    return this.outbox.discard(id);
  }
  /** Says refused words again, knowing what colleagues have written since. */
  retry(id: string): void {
    this.outbox.retry(id, { force: true });
  }
  discardNote(id: string): string {
    return this.notes.discard(id);
  }
  retryNote(id: string): void {
    this.notes.retry(id);
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

  /** Does what the agent has decided on what is before his eyes, and keeps how it is taken back. One at a time. */
  async act(command: Command, conversation: string): Promise<Outcome> {
    if (this.doing !== null) return { ok: false, code: "busy", title: "" };
    const before = this.stood(conversation);
    const outcome = await this.does(command, conversation);
    const back = before === null || !outcome.ok ? null : opposite(command, before, this.me.id);
    if (outcome.ok) this.undos.drop(conversation);
    if (before !== null && back !== null) this.undos.add({ id: conversation, conversation, act: command, before, back });
    return outcome;
  }

  /** Takes the last act on a conversation back by its opposites, one after the other; the first that is refused ends it. */
  async undo(id: string): Promise<void> {
    const one = this.undos.take(id);
    for (const command of one?.back ?? []) {
      const outcome = await this.does(command, id, "undo");
      if (!outcome.ok) return;
    }
  }

  /** Small changes that are no decisions: labels, priority, an edit, an invitation. */
  ask(conversation: string, t: string, more: Readonly<Record<string, unknown>> = {}): Promise<Outcome> {
    return this.asking.ask({ t, conversation, ...more });
  }

  /** Says whether he is there. */
  async setState(state: Presence, reason = ""): Promise<Outcome> {
    const wish = (this.wished = { state });
    this.changed();
    const outcome = await this.asking.ask({ t: "state", state, ...(reason === "" ? {} : { reason }) });
    if (this.wished === wish) this.wished = null;
    if (outcome.ok) this.heardState(outcome.ack.state);
    this.changed();
    return outcome;
  }

  private async does(command: Command, conversation: string, name = command.t): Promise<Outcome> {
    const doing = (this.doing = { act: name, conversation });
    this.notDone = null;
    this.changed();
    const outcome = await this.decided(command, conversation);
    if (this.doing === doing) this.doing = null;
    if (!outcome.ok) this.notDone = { conversation, act: name, code: outcome.code, title: outcome.title };
    this.changed();
    return outcome;
  }

  /** On what was seen. A receipt raises the revision too, and is no news: then it is decided again on the newest. */
  private async decided({ seen, ...words }: Command, conversation: string): Promise<Outcome> {
    const state = (): State | undefined => this.opened.get(conversation)?.conversation?.state;
    const before = state();
    for (let again = 0; ; again++) {
      const rev = state()?.rev;
      const outcome = await this.asking.ask({ ...words, conversation, ...(rev !== undefined && (seen ?? decides.has(words.t)) ? { rev } : {}) });
      if (outcome.ok || outcome.code !== "stale" || again === again_max) return outcome;
      if (state()?.rev === rev) await new Promise<void>((done) => this.ports.clock.after(again_after_ms, done)); // what came between is on its way
      const now = state();
      const same = before !== undefined && now !== undefined && now.stage === before.stage && now.last_seq === before.last_seq && now.assignee?.id === before.assignee?.id;
      if (!same || now.rev === rev) return outcome;
    }
  }

  private stood(conversation: string): Stood | null {
    const known = this.opened.get(conversation)?.conversation;
    if (known == null) return null;
    const { stage, assignee } = known.state;
    return { stage, assignee, team: known.inner?.team ?? null, snoozed_until: known.inner?.snoozed_until ?? null };
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
    one.happened = [];
    one.looking = [];
    one.typing.clear();
    this.changed();
  }

  private follow(id: string): Opened {
    const shown = () => {
      const conversation = this.opened.get(id)?.conversation;
      return conversation == null ? null : { conversation, me: this.me };
    };
    const one = followed(id, this.ports.clock, (message) => this.connection.say(message), shown, this.changed);
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
      this.asking.lost();
      this.wished = null;
      this.outbox.lost();
      this.notes.lost();
      this.offers.cleared();
      for (const one of this.opened.values()) {
        one.receipts.lost();
        one.typing.clear();
        one.loadingEarlier = false;
        one.looking = [];
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
    this.windows.ready(message.limits.rows_max);
    for (const [conversation, one] of this.opened) {
      const have = one.conversation === null ? {} : { have: position(one.conversation) };
      this.connection.say({ t: "open", conversation, ...have });
    }
    this.outbox.ready(message.limits.in_flight_max);
    this.notes.ready();
    this.drafts.ready();
  }

  private heard(message: Exclude<FromServer, Welcome>): void {
    switch (message.t) {
      case "window":
        this.windows.window(message);
        return this.changed();
      case "rows":
        this.windows.rows(message);
        return this.changed();
      case "snapshot":
        return this.looked(message.conversation.id, () => fromSnapshot(message));
      case "changes":
        return this.looked(message.conversation.id, (known) => (known === null ? null : withChanges(known, message)));
      case "fact":
        return this.fact(message);
      case "inner":
        return this.inner(message);
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
        return this.beside(message);
    }
  }

  /** What stands beside a conversation: offers, and who looks at it. */
  private beside(message: Exclude<FromServer, Welcome>): void {
    if (message.t === "offer") this.offers.heard(message, this.now);
    else if (message.t === "offer_ended") this.offers.ended(message.conversation, message.why);
    else if (message.t === "looking") {
      const one = this.opened.get(message.conversation);
      if (one !== undefined) one.looking = message.who;
    } else return; // the visitors' messages, pong, skipped: nothing to do
    this.changed();
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
    noteStage(one, fact);
    one.conversation = applied.conversation;
    if (fact.kind === "message") {
      one.typing.spoke(fact.entry.author);
      this.settle(one.conversation);
      one.receipts.update();
    }
    this.changed();
  }

  private inner(fact: InnerFact): void {
    const one = this.opened.get(fact.conversation);
    if (one?.conversation == null) return;
    const applied = withInnerFact(one.conversation.inner, fact);
    if (applied.kind === "ignored") return;
    if (applied.kind === "gap") return this.connection.resync();
    noteInner(one, fact);
    one.conversation = { ...one.conversation, inner: applied.inner };
    this.notes.settle(applied.inner.notes);
    this.changed();
  }

  private settle(conversation: Conversation): void {
    this.outbox.settle(conversation.entries.filter((entry) => isMine(this.me, entry.author)));
    this.notes.settle(conversation.inner?.notes ?? []);
  }

  private acked(message: Ack): void {
    if (this.asking.ack(message) || this.drafts.answered(message.id, true) || this.notes.ack(message.id)) return;
    this.outbox.ack(message);
    if (message.conversation === undefined || !this.opened.has(message.conversation)) this.outbox.forget(message.id);
  }

  private refused(message: Refused): void {
    if (this.outbox.refused(message) || this.asking.refused(message) || this.notes.refused(message)) return;
    if (message.id !== undefined && this.drafts.answered(message.id, false)) return;
    const one = message.id === undefined && message.conversation !== undefined ? this.opened.get(message.conversation) : undefined;
    if (one !== undefined && message.code === "not_found") one.missing = true;
    if (one !== undefined) one.loadingEarlier = false;
    this.changed();
  }
}
