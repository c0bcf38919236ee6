// The visitor's page: a header, the timeline, one line that says how things stand, and the place to write.
import { el, icon, setText } from "../look/dom";
import { timeline } from "../live/timeline";
import type { VisitorSession } from "../live/visitor";
import { markOf } from "../live/receipts";
import { UnreadLine } from "../live/unread";
import type { Store } from "../live/ports";
import { initials, nameOf } from "../words/names";
import { dayOf } from "../words/times";
import { Away } from "./away";
import { Composer } from "./composer";
import type { Speech } from "./speech";
import { Stream, typingLine } from "./stream";

type Condition = "connecting" | "offline" | "stopped" | "closed" | "ready" | "bot" | "queued" | "assigned" | "resolved";

/** How things stand, in one word. */
function conditionOf(session: VisitorSession): Condition {
  const link = session.link;
  if (link.kind === "stopped") return "stopped";
  if (link.kind === "waiting" || (link.kind === "connecting" && session.known)) return "offline";
  if (!session.known) return "connecting";
  if (session.closed) return "closed";
  const stage = session.conversation?.state.stage ?? "ready";
  // While our side ends it, it is open to the visitor and somebody is there.
  return stage === "wrap_up" ? "assigned" : stage;
}

export class Page {
  readonly node: HTMLElement;
  private readonly avatar = el("span", { class: "ava", "aria-hidden": "true" });
  private readonly title = el("b", { class: "clip1" });
  private readonly line = el("span", { class: "clip1" });
  private readonly dot = el("span", { class: "dot" });
  private readonly hello: HTMLElement;
  private readonly skeleton = el("div", { class: "skeleton", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
  private readonly earlier: HTMLElement;
  private readonly typing = el("div", { class: "typing", "aria-live": "polite" },
    el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")), el("span", { class: "names" }));
  private readonly status = el("div", { class: "status", role: "status" });
  private readonly statusIcon = el("span", { class: "sign", "aria-hidden": "true" });
  private readonly statusWords = el("span");
  private readonly again: HTMLButtonElement;
  private readonly below: HTMLButtonElement;
  private readonly stream: Stream;
  private readonly away: Away;
  private readonly composer: Composer;
  private readonly unread = new UnreadLine();
  private seen = 0;

  constructor(
    private readonly session: VisitorSession,
    private readonly speech: Speech,
    store: Store,
    switchLang: () => void,
  ) {
    const { say } = speech;
    this.hello = el("div", { class: "hello", hidden: true }, el("h1", { class: "keep" }, say("hello")), el("p", { class: "keep" }, say("lead")));
    this.earlier = el("div", { class: "earlier", hidden: true }, say("earlier"));
    this.again = el("button", { type: "button", class: "link", hidden: true, click: () => session.start() }, say("status.retry"));
    this.status.append(this.statusIcon, this.statusWords, this.again);
    this.below = el("button", { type: "button", class: "below", hidden: true, click: () => this.stream.scroller.toEnd() });
    this.stream = new Stream(speech, {
      nearTop: () => session.loadEarlier(),
      moved: () => this.looked(),
      retry: (id) => session.retry(id),
      edit: (id) => this.composer.take(session.discard(id) ?? ""),
      discard: (id) => void session.discard(id),
      choose: (text) => this.send(text),
      href: (source) => source.link,
    }, el("div", { class: "lead-in" }, this.hello, this.skeleton, this.earlier), this.typing);
    this.away = new Away(session, speech);
    this.composer = new Composer(speech, store, { send: (text) => this.send(text), typed: () => session.typed() });
    const header = el("header", {}, this.avatar, el("div", { class: "who" }, this.title, el("small", {}, this.dot, this.line)),
      el("button", { type: "button", class: "lang", "aria-label": say("lang.switch"), click: switchLang }, say("lang.other")));
    this.node = el("main", { class: "card" }, header, el("div", { class: "middle" }, this.stream.node, this.below), this.away.node, this.status, this.composer.node);
  }

  /** Once it is on the page. */
  shown(): void {
    this.composer.fit();
    if (matchMedia("(hover: hover)").matches) this.composer.focus();
  }

  draw(): void {
    const { session } = this;
    const condition = conditionOf(session);
    const nobody = session.duty?.on_duty === false && (condition === "ready" || condition === "queued" || condition === "resolved");
    this.drawHeader(condition, nobody);
    this.drawStatus(condition, nobody);
    this.away.draw(nobody, condition === "queued", Date.now());
    if (session.conversation !== null) {
      this.unread.update(session.conversation, session.me, markOf(session.conversation, session.me).read, this.looks() && this.stream.scroller.atEnd);
    }
    const items = timeline({
      conversation: session.conversation, pending: session.pending, me: session.me, connected: session.link.kind === "ready",
      unreadAfter: this.unread.after, dayOf,
    });
    this.stream.scroller.before();
    this.hello.hidden = items.length > 0 || (condition === "connecting" && this.returning());
    this.skeleton.hidden = !(condition === "connecting" && this.returning() && items.length === 0);
    this.earlier.hidden = !session.loadingEarlier;
    this.stream.draw(items, Date.now(), session.conversation?.state.stage === "bot");
    typingLine(this.typing, session.typing.list().map((who) => (who.name === "" ? this.speech.say("agent") : who.name)), this.speech);
    this.composer.update(session.limits?.text_max_bytes ?? Infinity, items.length === 0);
    this.stream.scroller.after();
  }

  /** What is before the reader's eyes is read, when he looks. */
  looked(): void {
    if (this.looks()) {
      const seq = this.stream.scroller.lastSeen();
      if (seq > this.seen) this.seen = seq;
      if (seq > 0) this.session.look(seq);
    }
    this.drawBelow();
  }

  private send(text: string): void {
    this.unread.answered();
    this.stream.scroller.atEnd = true;
    this.session.send(text);
  }

  private looks(): boolean {
    return document.visibilityState === "visible";
  }

  /** There was a conversation here before: its words are about to come, so no hello. */
  private returning(): boolean {
    return this.session.returning;
  }

  private drawBelow(): void {
    const { conversation, me } = this.session;
    const fresh = conversation?.entries.filter((entry) => entry.seq > this.seen && entry.author.kind !== me.kind).length ?? 0;
    this.below.hidden = this.stream.scroller.atEnd;
    this.below.classList.toggle("fresh", fresh > 0);
    const words = fresh > 0 ? this.speech.say("new", { n: fresh }) : this.speech.say("latest");
    if (this.below.textContent !== words) this.below.replaceChildren(icon("down", "s13"), words);
    const title = this.speech.say("title");
    document.title = !this.looks() && fresh > 0 ? this.speech.say("unread.title", { n: fresh, title }) : title;
  }

  private drawHeader(condition: Condition, nobody: boolean): void {
    const { say } = this.speech;
    const agent = this.session.conversation?.state.assignee ?? null;
    const stage = this.session.conversation?.state.stage;
    const inside = agent === null || stage !== "assigned" ? "" : initials(agent);
    setText(this.title, agent !== null && stage === "assigned" ? nameOf(agent, say) : say("company"));
    const away = nobody && condition !== "resolved";
    setText(this.line, say(away ? "line.away" : `line.${condition}`));
    this.dot.className = away ? "dot wait" : `dot ${{ ready: "ok", bot: "", assigned: "ok", queued: "ok", offline: "wait", connecting: "", stopped: "bad", closed: "", resolved: "" }[condition]}`;
    if (this.avatar.dataset.who === inside) return;
    this.avatar.dataset.who = inside;
    this.avatar.replaceChildren(inside === "" ? icon("logo", "s20") : inside);
  }

  private offline(): string {
    const unsent = this.session.pending.filter((one) => one.phase !== "refused").length;
    return unsent > 0 ? this.speech.say("status.offline.n", { n: unsent }) : this.speech.say("status.offline");
  }

  private drawStatus(condition: Condition, nobody: boolean): void {
    const { say } = this.speech;
    const words = {
      ready: "", bot: "", connecting: "", assigned: "", queued: nobody ? "" : say("status.queued"), resolved: say("status.resolved"), stopped: say("status.stopped"),
      closed: say("status.closed"), offline: this.session.kept ? this.offline() : say("status.unkept"),
    }[condition];
    if (this.status.dataset.condition !== condition) this.statusIcon.replaceChildren(icon(condition === "offline" ? "offline" : "alert"));
    this.status.dataset.condition = condition;
    this.status.classList.toggle("on", words !== "");
    setText(this.statusWords, words);
    this.again.hidden = condition !== "stopped";
  }
}
