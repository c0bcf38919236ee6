// The timeline's drawing: one node per item, kept by its key, changed in place.
import { el, icon, setText } from "../look/dom";
import { Scroller } from "../look/scroller";
import type { Source } from "../live/protocol";
import { reused, type Item, type Mark, type Said } from "../live/timeline";
import { initials, nameOf } from "../words/names";
import type { Speech } from "./speech";

export interface StreamEvents {
  nearTop(): void;
  moved(): void;
  retry(id: string): void;
  edit(id: string): void;
  discard(id: string): void;
  /** One of the answers that the bot offers. */
  choose(text: string): void;
  /** Where the article stands; and what happens when it is asked for, where that is not the browser's own way. */
  href(source: Source): string;
  article?(source: Source): void;
}

const refusals = ["too_large", "invalid", "conflict", "forbidden", "not_found"] as const;
const mark_icons = { kept: "clock", sending: "clock", sent: "check", delivered: "checks", read: "checks", refused: "alert" } as const;

export class Stream {
  readonly node: HTMLElement;
  readonly scroller: Scroller;
  private readonly rows: HTMLElement;
  private items: readonly Item[] = [];
  private readonly drawn = new Map<string, { readonly node: HTMLElement; readonly looks: readonly unknown[] }>();

  constructor(
    private readonly speech: Speech,
    private readonly events: StreamEvents,
    before: HTMLElement,
    after: HTMLElement,
  ) {
    this.rows = el("div", { class: "rows", role: "log", "aria-label": speech.say("talk") });
    this.node = el("div", { class: "stream", tabindex: "0" }, el("div", { class: "inner" }, before, this.rows, after));
    this.scroller = new Scroller(this.node, this.rows, events);
  }

  /** `offers`: what the bot offers may be chosen, because it is the bot's turn. */
  draw(next: readonly Item[], now: number, offers: boolean): void {
    const items = (this.items = reused(this.items, next));
    // The newest stored words carry the mark; those under way carry their own.
    const newest = items.findLast((item) => item.kind === "said");
    const lastMine = items.findLast((item) => item.kind === "said" && item.mine && item.seq !== null);
    const keys = new Set(items.map((item) => item.key));
    for (const [key, one] of this.drawn) if (!keys.has(key)) (one.node.remove(), this.drawn.delete(key));
    let at = this.rows.firstElementChild;
    for (const item of items) {
      const node = this.nodeOf(item, item === lastMine, offers && item === newest, now);
      if (node === at) at = at.nextElementSibling;
      else this.rows.insertBefore(node, at);
    }
  }

  private nodeOf(item: Item, marked: boolean, newest: boolean, now: number): HTMLElement {
    const offers = newest && item.kind === "said" && item.choices !== null;
    const looks = [item, marked, offers, item.kind === "day" ? this.speech.times.dayLine(item.at, now) : ""];
    const known = this.drawn.get(item.key);
    if (known?.looks.every((one, index) => one === looks[index]) === true) return known.node;
    const node = known?.node ?? el("div");
    node.replaceChildren(...this.inside(item, marked, offers, now));
    node.className = item.kind === "said" ? `said ${item.mine ? "mine" : "theirs"} ${item.author.kind === "bot" ? "bot" : ""} ${item.first ? "first" : ""} ${item.last ? "last" : ""} ${item.mark === "kept" || item.mark === "refused" ? "unsent" : ""}` : item.kind;
    if (item.kind === "said" && item.seq !== null) node.dataset.seq = String(item.seq);
    this.drawn.set(item.key, { node, looks });
    return node;
  }

  private inside(item: Item, marked: boolean, offers: boolean, now: number): Node[] {
    const { say, times } = this.speech;
    if (item.kind === "day") return [new Text(times.dayLine(item.at, now))];
    if (item.kind === "unread") return [new Text(say("new", { n: item.count }))];
    if (item.kind === "event" && item.happened.what === "stage" && item.happened.assignee !== null) {
      return [new Text(say("joined", { name: nameOf(item.happened.assignee, say) }))];
    }
    if (item.kind !== "said") return []; // what colleagues note does not come here
    const bubble = el("div", { class: "bubble" }, item.text);
    if (item.mine) return [bubble, ...this.foot(item, marked)];
    return [...this.head(item), bubble, ...(item.source === null ? [] : [this.card(item.source)]), ...(offers ? [this.choices(item.choices ?? [])] : [])];
  }

  private card(source: Source): Node {
    const { say } = this.speech;
    const node = el("a", { class: "source", href: this.events.href(source), target: "_blank", rel: "noopener" },
      icon("note"), el("span", { class: "title" }, source.title), icon("right", "s13"), el("small", {}, say("source.from")));
    node.addEventListener("click", (event) => {
      // With a key held it is the browser's: a new tab is what was asked for.
      if (this.events.article === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.events.article(source);
    });
    return node;
  }

  private choices(texts: readonly string[]): Node {
    const one = (text: string): Node => el("button", { type: "button", class: "pill", click: () => this.events.choose(text) }, text);
    return el("div", { class: "choices", role: "group", "aria-label": this.speech.say("choices") }, ...texts.map(one));
  }

  private head(item: Said): Node[] {
    if (!item.first) return [];
    const time = el("time", {}, this.speech.times.clock(item.at));
    if (item.author.kind === "bot") return [el("div", { class: "head" }, icon("bot", "s13"), el("b", {}, item.author.name || this.speech.say("bot")), time)];
    const name = item.author.name === "" ? this.speech.say("agent") : nameOf(item.author, this.speech.say);
    const ava = el("span", { class: "ava", "aria-hidden": "true" }, initials(item.author) || icon("user", "s13"));
    return [el("div", { class: "head" }, ava, el("b", {}, name), time)];
  }

  private foot(item: Said, marked: boolean): Node[] {
    if (item.mark === "refused") return [this.refused(item)];
    if (item.mark === null || (!marked && item.seq !== null && !item.last)) return [];
    const node = el("div", { class: `foot ${item.mark}` }, el("time", {}, this.speech.times.clock(item.at)));
    if (marked || item.seq === null) node.append(...this.mark(item.mark));
    return [node];
  }

  private mark(mark: Mark): Node[] {
    return [icon(mark_icons[mark], "s13"), el("span", { class: "mark" }, this.speech.say(`mark.${mark}`))];
  }

  private refused(item: Said): Node {
    const { say } = this.speech;
    const id = item.pending?.id ?? "";
    const why = item.pending?.refusal;
    const code = why?.where === "inbox" ? "inbox" : (refusals.find((one) => one === why?.code) ?? "other");
    const act = (name: "again" | "edit" | "discard", call: () => void): Node => el("button", { type: "button", class: "link", click: call }, say(`act.${name}`));
    return el("div", { class: "foot refused" }, icon("alert", "s13"),
      el("span", { class: "mark" }, `${say("mark.refused")}${say("colon")}${say(`refused.${code}`)}`),
      act("again", () => this.events.retry(id)), act("edit", () => this.events.edit(id)), act("discard", () => this.events.discard(id)));
  }
}

/** The names of those who type, as one line. */
export function typingLine(node: HTMLElement, names: readonly string[], speech: Speech): void {
  node.classList.toggle("on", names.length > 0);
  const words = node.querySelector<HTMLElement>(".names");
  if (words !== null && names.length > 0) setText(words, speech.say("typing", { name: names.join(speech.say("and")) }));
}
