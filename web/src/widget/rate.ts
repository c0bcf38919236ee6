// What he thought of it: five faces, one tap is enough, then words if he likes, then thanks.
import { el, icon, setText } from "../look/dom";
import type { RateCard } from "./scene";
import type { Speech } from "./speech";

export interface RateEvents {
  scored(score: number): void;
  commented(comment: string): void;
  /** With the words that stand there. */
  done(): void;
  anew(): void;
  later(): void;
}

const mouths = ["M3.9 9.2C4.6 5.7 9.4 5.7 10.1 9.2", "M3.9 8.1C5 6.2 9 6.2 10.1 8.1", "M4 7.2h6", "M3.9 6.4C5 8.3 9 8.3 10.1 6.4", "M3.9 5.4C4.6 8.9 9.4 8.9 10.1 5.4"] as const;
type Score = 1 | 2 | 3 | 4 | 5;
const scores: readonly Score[] = [1, 2, 3, 4, 5];

function face(score: Score): SVGSVGElement {
  const made = (name: string, set: Readonly<Record<string, string>>): SVGElement => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(set)) node.setAttribute(key, value);
    return node;
  };
  const svg = made("svg", { viewBox: "0 0 14 14", "aria-hidden": "true" }) as SVGSVGElement;
  svg.append(made("circle", { cx: "7", cy: "7", r: "6", "stroke-width": "1.1", opacity: ".4" }), made("path", { d: mouths[score - 1] ?? "" }));
  return svg;
}

export class Rate {
  readonly node: HTMLElement;
  private kind = "";
  private readonly asked: HTMLElement;
  private readonly more: HTMLElement;
  private readonly thanks: HTMLElement;
  private readonly given = el("p", { role: "status" });
  private readonly choices = new Map<number, HTMLInputElement>();
  private readonly words: HTMLTextAreaElement;
  private readonly wrong = el("p", { class: "wrong", role: "alert", hidden: true });
  private readonly send: HTMLButtonElement;
  private readonly later: HTMLButtonElement;

  constructor(
    private readonly speech: Speech,
    private readonly events: RateEvents,
  ) {
    const { say } = speech;
    const five = el("div", { class: "five", role: "radiogroup", "aria-label": say("rate.group") }, ...scores.map((score) => this.choice(score)));
    this.words = el("textarea", { rows: "3", maxlength: "1000", "aria-label": say("rate.more"), placeholder: say("rate.more") });
    this.words.addEventListener("input", () => events.commented(this.words.value));
    this.send = el("button", { type: "button", class: "go", click: () => events.done() });
    this.later = el("button", { type: "button", class: "link later", click: () => events.later() }, say("rate.later"));
    this.more = el("div", { class: "more", hidden: true }, this.words, this.wrong, this.send);
    this.asked = el("div", {}, el("h3", {}, say("rate.title")), el("p", {}, say("rate.lead")));
    this.thanks = el("div", { class: "row", hidden: true }, icon("check"), this.given, el("button", { type: "button", class: "link", click: () => events.anew() }, say("rate.anew")));
    this.node = el("section", { class: "rate", hidden: true, "aria-label": say("rate.title") }, this.asked, five, this.more, this.thanks, this.later);
  }

  draw(card: RateCard | null): void {
    this.node.hidden = card === null;
    if (card === null) return;
    const { say } = this.speech;
    const before = this.kind;
    this.kind = card.kind;
    for (const part of [this.asked, this.asked.nextElementSibling as HTMLElement]) part.hidden = card.kind === "thanks";
    this.more.hidden = card.kind !== "more";
    this.later.hidden = card.kind !== "ask";
    this.thanks.hidden = card.kind !== "thanks";
    for (const [score, input] of this.choices) input.checked = card.score === score;
    if (card.kind === "thanks") {
      setText(this.given, say("rate.thanks", { word: say(`rate.${card.score as Score}`) }));
      // What had the focus is gone: the next thing to do takes it.
      if (before === "more" && this.focused() !== null) this.thanks.querySelector("button")?.focus();
      return;
    }
    if (this.words !== this.focused()) this.words.value = card.comment;
    setText(this.send, say(card.comment.trim() === "" ? "rate.done" : "rate.send"));
    this.wrong.hidden = !card.refused;
    setText(this.wrong, card.refused ? say("rate.refused") : "");
  }

  private focused(): Element | null {
    const active = (this.node.getRootNode() as Document | ShadowRoot).activeElement;
    return this.node.contains(active) || active === null ? active : null;
  }

  private choice(score: Score): HTMLElement {
    const input = el("input", { type: "radio", name: "score", value: String(score) });
    input.addEventListener("change", () => this.events.scored(score));
    this.choices.set(score, input);
    return el("label", { class: `s${score}` }, input, face(score), el("span", {}, this.speech.say(`rate.${score}`)));
  }
}
