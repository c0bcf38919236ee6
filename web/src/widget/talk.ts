// The talk inside the panel: greeting with hot questions, the timeline, waiting, rating, and the ways to go on.
import { el, icon, setText } from "../look/dom";
import { joined } from "../live/joined";
import type { Store } from "../live/ports";
import type { Source } from "../live/protocol";
import { markOf, newestOfOthers } from "../live/receipts";
import { timeline } from "../live/timeline";
import { UnreadLine } from "../live/unread";
import type { VisitorSession } from "../live/visitor";
import { Away } from "../visitor/away";
import { Composer } from "../visitor/composer";
import { Stream, typingLine } from "../visitor/stream";
import { dayOf } from "../words/times";
import type { Hot } from "./help";
import type { Model } from "./model";
import { Rate, type RateEvents } from "./rate";
import { waitMinutes, type Scene } from "./scene";
import type { Speech } from "./speech";

export interface TalkEvents extends RateEvents {
  said(): void;
  article(slug: string): void;
  search(): void;
  writeAgain(): void;
}

export class Talk {
  readonly node: HTMLElement;
  private readonly hello: HTMLElement;
  private readonly greeting = el("h2", { class: "keep" });
  private readonly lead = el("p", { class: "keep" });
  private readonly caption: HTMLElement;
  private readonly pills = el("div", { class: "pills" });
  private readonly skeleton = el("div", { class: "skeleton", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
  private readonly earlier: HTMLElement;
  private readonly wait: HTMLElement;
  private readonly place = el("span");
  private readonly rate: Rate;
  private readonly typing = el("div", { class: "typing", "aria-live": "polite" },
    el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")), el("span", { class: "names" }));
  private readonly below: HTMLButtonElement;
  private readonly ways: HTMLElement;
  private readonly again: HTMLButtonElement;
  private readonly human: HTMLButtonElement;
  private readonly humanWords = el("span");
  private readonly humanAway = el("small");
  private readonly status = el("div", { class: "status", role: "status" });
  private readonly statusIcon = el("span", { class: "sign", "aria-hidden": "true" });
  private readonly statusWords = el("span");
  private readonly retry: HTMLButtonElement;
  private readonly stream: Stream;
  private readonly away: Away;
  private readonly composer: Composer;
  private readonly unread = new UnreadLine();
  private shownHot: unknown = null;
  /** The newest that was before the reader's eyes. */
  seen = 0;
  private shownOf = "";
  private looks = false;

  constructor(
    private readonly session: VisitorSession,
    private readonly speech: Speech,
    store: Store,
    server: string,
    private readonly events: TalkEvents,
  ) {
    const { say } = speech;
    this.caption = el("h3", {}, say("hot"));
    const find = el("button", { type: "button", class: "find", click: () => events.search() }, icon("search"), say("search"));
    this.hello = el("div", { class: "hello" }, this.greeting, this.lead, this.caption, this.pills, find);
    this.earlier = el("div", { class: "earlier", hidden: true }, say("earlier"));
    this.wait = el("div", { class: "waiting", role: "status", hidden: true }, el("b", {}, icon("clock"), this.place), el("p", {}, say("wait.kept")));
    this.rate = new Rate(speech, events);
    this.below = el("button", { type: "button", class: "below", hidden: true, click: () => this.stream.scroller.toEnd() });
    this.stream = new Stream(speech, {
      nearTop: () => session.loadEarlier(),
      moved: () => this.looked(),
      retry: (id) => session.retry(id),
      edit: (id) => this.composer.take(session.discard(id) ?? ""),
      discard: (id) => void session.discard(id),
      choose: (text) => this.send(text),
      href: (source) => new URL(source.link, server).href,
      article: (source: Source) => events.article(source.slug),
    }, el("div", { class: "lead-in" }, this.hello, this.skeleton, this.earlier), el("div", { class: "after" }, this.wait, this.rate.node, this.typing));
    this.human = el("button", { type: "button", class: "person", click: () => this.askPerson() }, icon("user"), this.humanWords, this.humanAway);
    this.again = el("button", { type: "button", class: "again", click: () => events.writeAgain() }, icon("chat"), say("again"));
    this.ways = el("div", { class: "ways" }, this.again, this.human);
    this.retry = el("button", { type: "button", class: "link", hidden: true, click: () => session.start() }, say("status.retry"));
    this.status.append(this.statusIcon, this.statusWords, this.retry);
    this.away = new Away(session, speech);
    this.composer = new Composer(speech, store, { send: (text) => this.send(text), typed: () => session.typed() });
    this.node = el("div", { class: "talk" }, el("div", { class: "middle" }, this.stream.node, this.below), this.away.node, this.ways, this.status, this.composer.node);
  }

  get draft(): boolean {
    return this.composer.text.trim() !== "";
  }
  /** Nothing was said yet: the panel may be as high as its greeting. */
  empty = true;

  draw(model: Model, scene: Scene, looks: boolean): void {
    const { session } = this;
    this.looks = looks;
    this.node.hidden = model.view !== "talk";
    this.drawWays(scene);
    this.drawStatus(scene);
    this.away.draw(scene.reach, scene.condition === "queued", Date.now());
    this.drawTimeline(model, scene);
    this.composer.node.hidden = !scene.writes;
    const said = !this.empty;
    this.composer.update(session.limits?.text_max_bytes ?? Infinity, !said, this.speech.say(said ? "placeholder.more" : this.hot(model).length > 0 ? "placeholder.or" : "placeholder.write"));
  }

  focus(): void {
    if (this.composer.node.hidden) this.again.focus();
    else this.composer.focus();
  }
  shown(): void {
    this.composer.fit();
    this.stream.scroller.after();
  }

  /** What is before the reader's eyes is read, when he looks. */
  looked(): void {
    if (this.looks) {
      const seq = this.stream.scroller.lastSeen();
      if (seq > this.seen) this.seen = seq;
      if (seq > 0) this.session.look(seq);
    }
    this.drawBelow();
  }

  private drawTimeline(model: Model, scene: Scene): void {
    const { session, speech } = this;
    const { conversation, me } = session;
    if (conversation !== null && conversation.state.id !== this.shownOf) (this.shownOf = conversation.state.id), (this.seen = 0);
    if (conversation !== null) this.unread.update(conversation, me, markOf(conversation, me).read, this.looks && this.stream.scroller.atEnd);
    const items = timeline({
      conversation, pending: session.pending, me, connected: session.link.kind === "ready", unreadAfter: this.unread.after, dayOf, happened: joined(conversation),
    });
    this.empty = items.length === 0;
    this.stream.scroller.before();
    const coming = scene.condition === "connecting" && session.returning && this.empty;
    this.hello.hidden = !this.empty || coming;
    this.skeleton.hidden = !coming;
    this.earlier.hidden = !session.loadingEarlier;
    if (!this.hello.hidden) this.drawHello(model);
    this.stream.draw(items, Date.now(), scene.condition === "bot");
    this.wait.hidden = !scene.waits;
    if (scene.waits) setText(this.place, this.waiting());
    this.rate.draw(scene.rate);
    const names = session.typing.list().map((who) => (who.name !== "" ? who.name : speech.say(who.kind === "bot" ? "bot" : "agent")));
    typingLine(this.typing, names, speech);
    this.stream.scroller.after();
  }

  private drawHello(model: Model): void {
    const { say } = this.speech;
    const hour = new Date().getHours();
    const hello = say(hour < 5 || hour >= 18 ? "hello.evening" : hour < 12 ? "hello.morning" : "hello.afternoon");
    setText(this.greeting, this.session.name === "" ? hello : say("hello.named", { hello, name: this.session.name }));
    const hot = this.hot(model);
    const loading = model.config.phase === "loading" || model.config.phase === "idle";
    setText(this.lead, say(hot.length > 0 || loading ? "lead.hot" : "lead.plain"));
    this.caption.hidden = this.pills.hidden = hot.length === 0 && !loading;
    if (this.shownHot === model.config) return;
    this.shownHot = model.config;
    const one = (question: Hot): Node => el("button", { type: "button", class: "pill", click: () => this.asked(question, model) }, question.text);
    this.pills.replaceChildren(...(loading ? [1, 2, 3, 4].map(() => el("i")) : hot.map(one)));
  }

  private hot(model: Model): readonly Hot[] {
    return model.config.value?.hot ?? [];
  }

  /** An answer without typing: the bot's, or where there is none the article itself. */
  private asked(question: Hot, model: Model): void {
    if (question.article !== null && model.config.value?.bot !== true) this.events.article(question.article);
    else this.send(question.text);
  }

  private waiting(): string {
    const { say } = this.speech;
    const { place } = this.session;
    if (place === null) return say("wait.title");
    const who = place.ahead <= 0 ? say("wait.next") : say("wait.ahead", { n: place.ahead });
    const minutes = waitMinutes(place.wait_s);
    if (minutes === null) return who;
    return `${who}${say("wait.comma")}${minutes > 60 ? say("wait.long") : say("wait.minutes", { n: minutes })}`;
  }

  private drawWays(scene: Scene): void {
    const { say } = this.speech;
    this.again.hidden = scene.writes;
    this.human.hidden = scene.human === null;
    this.ways.hidden = this.again.hidden && this.human.hidden;
    this.human.disabled = scene.human === "asked";
    setText(this.humanWords, say(scene.human === "asked" ? "human.asked" : "human"));
    setText(this.humanAway, scene.nobody && this.again.hidden ? say("human.away") : "");
  }

  private drawStatus({ condition }: Scene): void {
    const { say } = this.speech;
    const words = condition === "offline" ? (this.session.kept ? this.offline() : say("status.unkept")) : condition === "stopped" || condition === "closed" ? say(`status.${condition}`) : "";
    if (this.status.dataset.condition !== condition) this.statusIcon.replaceChildren(icon(condition === "offline" ? "offline" : "alert"));
    this.status.dataset.condition = condition;
    this.status.classList.toggle("on", words !== "");
    setText(this.statusWords, words);
    this.retry.hidden = condition !== "stopped";
  }

  private offline(): string {
    const unsent = this.session.pending.filter((one) => one.phase !== "refused").length;
    return unsent > 0 ? this.speech.say("status.offline.n", { n: unsent }) : this.speech.say("status.offline");
  }

  private drawBelow(): void {
    const { conversation, me } = this.session;
    const fresh = conversation !== null && newestOfOthers(conversation, me, Infinity) > this.seen ? conversation.entries.filter((entry) => entry.seq > this.seen && entry.author.kind !== me.kind).length : 0;
    const away = !this.stream.scroller.atEnd;
    this.below.hidden = !away || fresh === 0;
    this.below.classList.toggle("fresh", fresh > 0);
    if (!this.below.hidden) this.below.replaceChildren(icon("down"), this.speech.say("new", { n: fresh }));
  }

  private send(text: string): void {
    this.unread.answered();
    this.stream.scroller.atEnd = true;
    this.session.send(text);
    this.events.said();
  }

  private askPerson(): void {
    this.stream.scroller.atEnd = true;
    this.session.askPerson(this.speech.say("human.say"));
    this.events.said();
    this.composer.focus();
  }
}
