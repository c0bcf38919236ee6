// Where the visitor writes: grows with the words, keeps the draft over a reload, never sends while an input method chooses.
import { el, icon, setText } from "../look/dom";
import { composes, sends } from "../look/keys";
import { utf8Length } from "../live/protocol";
import type { Store } from "../live/ports";
import type { Speech } from "./speech";

const draft_key = "zhiyin.visitor.draft";

export interface ComposerEvents {
  send(text: string): void;
  typed(): void;
}

export class Composer {
  readonly node: HTMLElement;
  private readonly field: HTMLTextAreaElement;
  private readonly button: HTMLButtonElement;
  private readonly warning: HTMLElement;
  private max = Infinity;

  constructor(
    private readonly speech: Speech,
    private readonly store: Store,
    private readonly events: ComposerEvents,
  ) {
    const { say } = speech;
    this.field = el("textarea", { rows: "1", "aria-label": say("write"), enterkeyhint: "send", autocomplete: "off" });
    this.button = el("button", { type: "submit", class: "send", "aria-label": say("send") }, icon("send", "s20"));
    this.warning = el("p", { class: "warning", role: "status", hidden: true });
    this.node = el("form", { class: "write", submit: (event) => (event.preventDefault(), this.send()) },
      this.warning, el("div", { class: "field" }, this.field), this.button);
    this.field.value = store.get(draft_key) ?? "";
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => this.pressed(event));
    this.fit();
  }

  /** What may be sent, and what stands in an empty field. */
  update(max: number, first: boolean, placeholder = this.speech.say(first ? "placeholder.first" : "placeholder.more")): void {
    this.max = max;
    if (this.field.placeholder !== placeholder) this.field.placeholder = placeholder;
    this.judge();
  }

  get text(): string {
    return this.field.value;
  }

  focus(): void {
    this.field.focus({ preventScroll: true });
  }

  /** Brings words back to be mended; what is being written stays behind them. */
  take(text: string): void {
    this.field.value = [text, this.field.value].filter((one) => one !== "").join("\n");
    this.typed();
    this.focus();
  }

  /** Fits the field to its words; also after it has been put on the page. */
  fit(): void {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
    this.judge();
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === "Enter" && composes(event)) return;
    if (!sends(event)) return;
    event.preventDefault();
    this.send();
  }

  private typed(): void {
    if (this.field.value === "") this.store.remove(draft_key);
    else this.store.set(draft_key, this.field.value);
    this.fit();
    if (this.field.value.trim() !== "") this.events.typed();
  }

  private judge(): void {
    const over = utf8Length(this.field.value) - this.max;
    this.button.disabled = this.field.value.trim() === "" || over > 0;
    this.warning.hidden = over <= 0;
    if (over > 0) setText(this.warning, this.speech.say("too_long", { n: Math.ceil(over / (this.speech.lang === "zh" ? 3 : 1)) }));
  }

  private send(): void {
    this.judge();
    const text = this.field.value;
    if (this.button.disabled) return;
    this.field.value = "";
    this.store.remove(draft_key);
    this.fit();
    this.events.send(text);
    this.focus();
  }
}
