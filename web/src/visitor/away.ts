// Nobody is on duty: when somebody is back, and a place to leave a way to be reached.
import { el, icon, setText } from "../look/dom";
import type { VisitorSession } from "../live/visitor";
import type { Speech } from "./speech";

export class Away {
  readonly node: HTMLElement;
  private readonly words = el("p", { class: "keep", role: "status" });
  private readonly form: HTMLFormElement;
  private readonly input: HTMLInputElement;
  private readonly button: HTMLButtonElement;
  private readonly wrong = el("p", { class: "wrong", id: "away-wrong", role: "alert", hidden: true });
  private readonly thanks: HTMLElement;

  constructor(
    private readonly session: VisitorSession,
    private readonly speech: Speech,
  ) {
    const { say } = speech;
    this.input = el("input", {
      type: "text", inputmode: "email", autocomplete: "email", autocapitalize: "off", spellcheck: "false", maxlength: "254",
      "aria-label": say("away.field"), placeholder: say("away.field"), "aria-describedby": "away-wrong", input: () => this.typed(),
    });
    this.button = el("button", { type: "submit", class: "btn" });
    this.form = el("form", { novalidate: true, submit: (event) => (event.preventDefault(), this.leave()) }, this.input, this.button, this.wrong);
    this.thanks = el("p", { class: "thanks", role: "status" });
    this.node = el("section", { class: "away", hidden: true, "aria-label": say("line.away") },
      el("div", { class: "when" }, icon("clock"), this.words), this.form, this.thanks);
  }

  /** `kept`: he has written already, and it waits. */
  draw(shown: boolean, kept: boolean, now: number): void {
    const { say, times } = this.speech;
    const { duty, reach } = this.session;
    this.node.hidden = !shown;
    if (!shown) return;
    const opens = duty?.opens === undefined ? say("away.unknown") : times.opening(Date.parse(duty.opens), now, say);
    const reached = reach?.phase === "kept";
    const gap = this.speech.lang === "zh" ? "" : " ";
    setText(this.words, [...(kept ? [say("away.kept")] : []), opens, ...(reached ? [] : [say("away.leave")])].join(gap));
    this.form.hidden = reached;
    this.drawThanks(reached);
    const sending = reach?.phase === "sending";
    setText(this.button, say(sending ? "away.sending" : "away.send"));
    this.button.disabled = sending;
    this.input.readOnly = sending;
    this.complain(reach?.phase === "refused" ? say(reach.code === "invalid" ? "away.wrong" : "away.refused") : "");
  }

  private drawThanks(reached: boolean): void {
    if (reached === (this.thanks.childElementCount > 0)) return;
    if (!reached) return this.thanks.replaceChildren();
    // What had the focus goes away with the form: the next thing to do takes it.
    const held = this.form.contains((this.form.getRootNode() as Document | ShadowRoot).activeElement);
    this.input.value = "";
    const another = el("button", { type: "button", class: "link", click: () => this.another() }, this.speech.say("away.another"));
    this.thanks.replaceChildren(icon("check"), el("span", {}, this.speech.say("away.thanks")), another);
    if (held) another.focus();
  }

  private complain(words: string): void {
    this.wrong.hidden = words === "";
    setText(this.wrong, words);
    if (words === "") this.input.removeAttribute("aria-invalid");
    else this.input.setAttribute("aria-invalid", "true");
  }

  private typed(): void {
    this.complain("");
  }

  private another(): void {
    this.session.leaveAnother();
    this.input.focus();
  }

  private leave(): void {
    const way = this.input.value.trim();
    if (way === "") return this.input.focus();
    this.session.leave(way);
  }
}
