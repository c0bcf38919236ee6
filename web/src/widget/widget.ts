// The widget as a whole: what happens, what is asked for because of it, and what is drawn.
import { el, icon, setText } from "../look/dom";
import type { Clock, Store } from "../live/ports";
import { markOf } from "../live/receipts";
import type { VisitorSession } from "../live/visitor";
import { initials, nameOf } from "../words/names";
import { whoOf, type Acts, type Calls } from "./calls";
import { Help } from "./help";
import { Helping } from "./helping";
import { next, start, type Happening, type Model } from "./model";
import { sceneOf, type Facts, type Scene } from "./scene";
import { spoken, withOptions, type Settings } from "./settings";
import { Shell } from "./shell";
import { speech, type Speech } from "./speech";
import { Talk } from "./talk";
import { Trail } from "./trail";

const query_after_ms = 250;
const open_key = "zhiyin.widget.open";
const kept_prefix = "zhiyin.visitor.";

export interface WidgetPorts {
  readonly session: VisitorSession;
  readonly store: Store;
  readonly clock: Clock;
  /** Of this tab alone, for as long as it is there. */
  readonly tab: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null;
  readonly calls: Calls;
}

export class Widget implements Acts {
  private model: Model = start;
  private speech: Speech;
  private readonly shell: Shell;
  private readonly help: Help;
  private readonly trail: Trail;
  private talk: Talk | null = null;
  private helping: Helping | null = null;
  private head: { readonly back: HTMLElement; readonly search: HTMLElement; readonly avatar: HTMLElement; readonly title: HTMLElement; readonly line: HTMLElement; readonly dot: HTMLElement } | null = null;
  private stage: string | null = null;
  private told = -1;
  private unread = 0;
  private rating = "";
  private cancelQuery: () => void = () => undefined;

  constructor(
    private settings: Settings,
    private readonly ports: WidgetPorts,
  ) {
    this.speech = speech(this.lang());
    this.help = new Help(settings.server, settings.inbox, () => this.speech.lang);
    this.trail = new Trail(() => ports.clock.now(), () => location.pathname + location.hash);
    this.trail.add("page");
    this.shell = new Shell({
      toggled: (open) => (open ? this.open() : this.close()),
      escape: () => (this.model.view === "talk" ? this.close() : this.happen({ t: "back" }, true)),
      near: () => void this.configure(),
      looks: () => this.looked(),
    });
    this.shell.apply(settings, this.speech);
    this.shell.mount();
    // What was written without a line, on a first visit, has no key yet and waits all the same.
    const begun = ports.session.returning || ports.session.pending.length > 0;
    if (begun) ports.session.start();
    if (begun && !this.shell.isPhone && ports.tab?.getItem(open_key) === "1") this.show(true, true);
    new MutationObserver(() => this.relabel()).observe(document.documentElement, { attributes: true, attributeFilter: ["lang"] });
  }

  init(options: Readonly<Record<string, unknown>>): void {
    // Whose inbox it is was decided when the conversation was looked for.
    this.settings = { ...withOptions(this.settings, options), inbox: this.settings.inbox };
    this.shell.apply(this.settings, this.speech);
    this.relabel();
  }
  identify(who: Readonly<Record<string, unknown>> | null): void {
    this.ports.session.identify(whoOf(who));
    this.draw();
  }
  open(): void {
    this.show(true);
  }
  close(): void {
    this.show(false);
  }
  track(name: unknown, data: unknown): void {
    this.trail.add(name, data);
  }

  /** Something is new in the conversation, or on the line. */
  draw(): void {
    this.heard();
    if (this.talk === null) return;
    const scene = this.scene();
    const { panel } = this.shell;
    this.talk.draw(this.model, scene, this.shell.looked && this.model.view === "talk");
    this.helping?.draw(this.model);
    panel.classList.toggle("short", this.talk.empty && this.model.view === "talk" && !scene.reach);
    this.drawHead(scene);
  }

  private lang(): "zh" | "en" {
    return spoken(this.settings, document.documentElement.lang, navigator.language);
  }

  /** Another language: everything that has words is made anew; the draft and the talk are kept elsewhere. */
  private relabel(): void {
    const lang = this.lang();
    if (lang === this.speech.lang) return;
    this.speech = speech(lang);
    this.shell.apply(this.settings, this.speech);
    this.talk = this.helping = this.head = null;
    this.shell.panel.replaceChildren();
    this.happen({ t: "language" });
    if (this.shell.open) {
      this.build();
      this.draw();
      void this.configure();
    }
  }

  private show(open: boolean, quietly = false): void {
    if (open === this.shell.open) return;
    if (open) this.build();
    this.shell.show(open, quietly);
    if (open && !this.ports.session.started) this.ports.session.start();
    this.happen({ t: open ? "opened" : "closed" });
    if (open) {
      void this.configure();
      this.talk?.shown();
      this.looked();
      if (!quietly) this.focus();
    }
    this.remember();
    this.ports.calls.tell("open", { open, room: open ? this.shell.room : 0 });
  }

  /** So that it is open on the next page too; nothing is kept of those who only looked. */
  private remember(): void {
    if (this.ports.store.keys(kept_prefix).length > 0) this.ports.tab?.setItem(open_key, this.shell.open ? "1" : "0");
  }

  private focus(): void {
    if (this.model.view !== "talk") this.helping?.focus(this.model);
    // On a phone the keyboard would cover what there is to tap.
    else if (matchMedia("(hover: hover)").matches) this.talk?.focus();
    else this.shell.panel.focus({ preventScroll: true });
  }

  private happen(one: Happening, moved = false): void {
    const before = this.model;
    this.model = next(before, one);
    if (this.model === before) return;
    this.follow(before);
    this.draw();
    if (moved && this.model.view !== before.view) this.focus();
  }

  /** What has to be asked for now. */
  private follow(before: Model): void {
    const { article, search } = this.model;
    if (article !== before.article && article.phase === "loading") {
      const { slug } = article;
      void this.help.article(slug).then((value) => {
        this.happen({ t: "article_came", slug, value });
        if (this.shell.open && this.model.view === "article") this.helping?.focus(this.model);
      });
    }
    if (search.query !== before.search.query) {
      this.cancelQuery();
      const { query } = search;
      if (query !== "") this.cancelQuery = this.ports.clock.after(query_after_ms, () => void this.help.search(query).then((hits) => this.happen({ t: "hits", query, hits })));
    }
  }

  private async configure(): Promise<void> {
    if (this.model.config.phase === "ready" || this.model.config.phase === "loading") return;
    this.happen({ t: "config_asked" });
    const { lang } = this.speech;
    const value = await this.help.config();
    if (lang === this.speech.lang) this.happen({ t: "config", value });
  }

  private build(): void {
    if (this.talk !== null) return;
    const { say } = this.speech;
    const { session, store } = this.ports;
    this.talk = new Talk(session, this.speech, store, this.settings.server, {
      said: () => (this.happen({ t: "said" }), this.remember()),
      article: (slug) => this.happen({ t: "article", slug }, true),
      search: () => this.happen({ t: "search" }, true),
      writeAgain: () => (this.happen({ t: "write_again" }), this.talk?.focus()),
      scored: (score) => (session.rate(score, ""), this.happen({ t: "scored", score })),
      commented: (comment) => this.happen({ t: "commented", comment }),
      done: () => this.rateDone(),
      anew: () => this.happen({ t: "rate_anew" }),
      later: () => this.happen({ t: "rate_later" }),
    });
    this.helping = new Helping(this.speech, this.settings.server, {
      query: (query) => this.happen({ t: "query", query }),
      article: (slug) => this.happen({ t: "article", slug }),
      again: () => this.happen({ t: "article_again" }),
      talk: () => this.happen({ t: "talk" }, true),
    });
    const tool = (name: "left" | "search" | "down", label: string, more: string, call: () => void): HTMLButtonElement =>
      el("button", { type: "button", class: `tool ${more}`, "aria-label": label, title: label, click: call }, icon(name, name === "search" ? "" : "s20"));
    const back = tool("left", say("back"), "back", () => this.happen({ t: "back" }, true));
    const search = tool("search", say("search"), "find-tool", () => this.happen({ t: "search" }, true));
    const dot = el("span", { class: "dot" });
    const line = el("span", { class: "clip1" });
    this.head = { back, search, dot, line, avatar: el("span", { class: "ava", "aria-hidden": "true" }), title: el("b", { class: "clip1" }) };
    const header = el("header", {}, back, this.head.avatar, el("div", { class: "who" }, this.head.title, el("small", {}, dot, line)), search, tool("down", say("close"), "", () => this.close()));
    this.shell.panel.replaceChildren(header, this.talk.node, this.helping.node);
  }

  private rateDone(): void {
    const card = this.scene().rate;
    if (card !== null && card.kind === "more" && card.score !== null && (card.comment.trim() !== "" || card.refused)) this.ports.session.rate(card.score, card.comment);
    this.happen({ t: "rated" });
  }

  private scene(): Scene {
    return sceneOf(this.model, this.facts());
  }
  private facts(): Facts {
    const { session } = this.ports;
    const state = session.conversation?.state ?? null;
    return {
      link: session.link.kind, known: session.known, closed: session.closed, stage: state?.stage ?? null, assignee: state?.assignee ?? null, duty: session.duty,
      place: session.place, rating: state?.rating ?? null, rated: session.rated, asking: session.asking, draft: this.talk?.draft ?? false,
    };
  }

  private drawHead(scene: Scene): void {
    const { head, speech: { say }, model } = this;
    if (head === null) return;
    const { value } = model.config;
    const talks = model.view === "talk";
    const { stage, assignee } = this.facts();
    const agent = stage === "assigned" || stage === "wrap_up" ? assignee : null;
    const support = value === null || value.name === "" ? say("support") : value.name;
    const bot = agent === null && (stage === "bot" || (value?.bot === true && stage === null));
    head.back.hidden = talks;
    head.avatar.hidden = !talks;
    head.search.hidden = !talks;
    setText(head.title, talks ? (agent !== null ? nameOf(agent, say) : support) : say("help"));
    const { condition } = scene;
    const words = scene.nobody && condition !== "offline" && condition !== "connecting" && condition !== "resolved" && !bot ? say("line.away")
      : condition === "bot" ? say("bot.has") : condition === "ready" ? (bot ? say("bot.line") : say("line.ready")) : say(`line.${condition}`);
    setText(head.line, talks ? words : support);
    const dots = { ready: "ok", assigned: "ok", bot: "", queued: "wait", offline: "wait", connecting: "", stopped: "bad", closed: "", resolved: "" };
    head.dot.className = `dot ${scene.nobody && !bot ? "wait" : dots[condition]}`;
    head.dot.hidden = !talks || bot;
    const inside = agent !== null ? initials(agent) || "-" : bot ? "bot" : stage === "queued" ? "user" : "";
    if (head.avatar.dataset["who"] === inside) return;
    head.avatar.dataset["who"] = inside;
    head.avatar.className = `ava ${bot ? "bot" : ""}`;
    head.avatar.replaceChildren(agent !== null && inside !== "-" ? inside : icon(bot ? "bot" : inside === "" ? "logo" : "user", inside === "" ? "s20" : ""));
  }

  private looked(): void {
    if (this.talk === null) return;
    this.draw();
    this.talk.looked();
  }

  /** What the page is told, and what is over with a stage. */
  private heard(): void {
    const { session } = this.ports;
    const conversation = session.conversation;
    const stage = conversation?.state.stage ?? null;
    if (stage !== this.stage) {
      const known = this.stage !== null;
      this.stage = stage;
      if (known) this.model = next(this.model, { t: "stage" });
    }
    if (conversation === null) return void (this.told = session.known ? 0 : -1);
    const others = conversation.entries.filter((entry) => entry.author.kind !== "visitor");
    const newest = others.at(-1)?.seq ?? 0;
    const tell = this.ports.calls;
    // What was there when the page came is no news.
    if (this.told >= 0) {
      for (const entry of others) if (entry.seq > this.told) tell.tell("message", { from: entry.author.kind, name: entry.author.name, text: entry.text, at: entry.at });
    }
    this.told = Math.max(this.told, newest);
    const read = Math.max(markOf(conversation, session.me).read, this.talk?.seen ?? 0);
    const unread = others.filter((entry) => entry.seq > read).length;
    if (unread !== this.unread) {
      this.unread = unread;
      this.shell.count(unread);
      tell.tell("unread", unread);
    }
    const rating = JSON.stringify(conversation.state.rating ?? null);
    if (this.rating !== "" && rating !== this.rating && conversation.state.rating !== undefined) tell.tell("rated", { ...conversation.state.rating });
    this.rating = rating;
  }
}
