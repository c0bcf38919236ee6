// The widget's place on somebody else's page: a shadow root, a launcher, a panel; nothing of the page gets in, nothing of ours gets out.
import { el, icon, setText } from "../look/dom";
import { composes } from "../look/keys";
import type { Lang } from "../words/words";
import { brandOf } from "./brand";
import type { Settings } from "./settings";
import { dress, faces } from "./sheet";
import type { Speech } from "./speech";

/** As in widget.css: there the panel is the whole screen. */
const phone = "(max-width: 699px), (max-height: 459px)";
const dark = "(prefers-color-scheme: dark)";
/** What an open panel needs beside the page, on a wide screen: its width and air. */
const room_px = 400;

export interface ShellEvents {
  toggled(open: boolean): void;
  escape(): void;
  /** Somebody reaches for it: what it will need may be asked for. */
  near(): void;
  looks(): void;
}

export class Shell {
  readonly panel: HTMLElement;
  private readonly host = document.createElement("zhiyin-widget");
  private readonly root = el("div", { class: "z" });
  private readonly launcher: HTMLButtonElement;
  private readonly label = el("span");
  private readonly badge = el("span", { class: "badge", hidden: true, "aria-hidden": "true" });
  private readonly news = el("div", { class: "sr", role: "status" });
  private readonly small = matchMedia(phone);
  private speech: Speech | null = null;
  private settings: Settings | null = null;
  private unread = 0;
  open = false;

  constructor(private readonly events: ShellEvents) {
    this.launcher = el("button", { type: "button", class: "launch", "aria-haspopup": "dialog", click: () => events.toggled(true) }, icon("chat", "s20"), this.label, this.badge);
    this.launcher.addEventListener("pointerenter", () => events.near(), { once: true });
    this.launcher.addEventListener("focus", () => events.near(), { once: true });
    this.panel = el("section", { class: "panel", role: "dialog", hidden: true, tabindex: "-1" });
    this.root.append(this.launcher, this.panel, this.news);
    const shadow = this.host.attachShadow({ mode: "open" });
    dress(shadow);
    shadow.append(this.root);
    // Whatever the page says of all its elements, this one is no part of its layout.
    this.host.style.setProperty("all", "initial", "important");
    this.panel.addEventListener("keydown", (event) => this.pressed(event));
    matchMedia(dark).addEventListener("change", () => this.drawTheme());
    this.small.addEventListener("change", () => this.fit());
    visualViewport?.addEventListener("resize", () => this.fit());
    visualViewport?.addEventListener("scroll", () => this.fit());
    document.addEventListener("visibilitychange", () => events.looks());
    // What is typed here is not for the page's own keys.
    for (const name of ["keydown", "keyup", "keypress"]) this.host.addEventListener(name, (event) => event.stopPropagation());
  }

  /** True while somebody looks at the panel. */
  get looked(): boolean {
    return this.open && document.visibilityState === "visible";
  }
  /** How much of the page's width an open panel covers; 0 where it is the whole screen. */
  get room(): number {
    return this.small.matches || this.settings === null ? 0 : room_px + this.settings.offset[0];
  }
  get isPhone(): boolean {
    return this.small.matches;
  }
  get language(): Lang | null {
    return this.speech?.lang ?? null;
  }

  /** Pages that draw themselves anew may have thrown it away. */
  mount(): void {
    if (!this.host.isConnected) document.body.append(this.host);
  }

  apply(settings: Settings, speech: Speech): void {
    this.settings = settings;
    if (speech.lang === "zh" && this.speech?.lang !== "zh") faces();
    this.speech = speech;
    this.root.lang = speech.lang === "zh" ? "zh-CN" : "en";
    this.root.dataset["side"] = settings.side;
    const sizes = { x: settings.offset[0], y: settings.offset[1], px: settings.offsetPhone[0], py: settings.offsetPhone[1], layer: settings.layer };
    for (const [name, value] of Object.entries(sizes)) this.root.style.setProperty(`--${name}`, String(value));
    setText(this.label, speech.say("open"));
    this.panel.setAttribute("aria-label", speech.say("panel"));
    this.drawTheme();
    this.draw();
  }

  /** `quietly`: nobody asked for it just now, so the focus stays where it is. */
  show(open: boolean, quietly = false): void {
    this.open = open;
    this.mount();
    this.draw();
    this.fit();
    if (!open && !quietly) this.launcher.focus({ preventScroll: true });
  }

  count(unread: number): void {
    const more = unread > this.unread;
    this.unread = unread;
    this.draw();
    if (this.speech !== null && !this.open) setText(this.news, more ? this.speech.say("news", { n: unread }) : "");
  }

  private draw(): void {
    const { speech, settings } = this;
    if (speech === null || settings === null) return;
    this.panel.hidden = !this.open;
    this.launcher.hidden = this.open || !settings.launcher;
    this.badge.hidden = this.unread === 0;
    setText(this.badge, this.unread > 99 ? "99+" : String(this.unread));
    this.launcher.setAttribute("aria-label", this.unread > 0 ? speech.say("open.unread", { n: this.unread }) : speech.say("open.label"));
    this.launcher.setAttribute("aria-expanded", String(this.open));
  }

  private drawTheme(): void {
    const { settings } = this;
    if (settings === null) return;
    const theme = settings.theme === "auto" ? (matchMedia(dark).matches ? "dark" : "light") : settings.theme;
    this.root.dataset["theme"] = theme;
    const brand = settings.color === null ? null : brandOf(settings.color, theme);
    const names = { brand: "--brand", deep: "--brand-deep", on: "--ink-on", ink: "--brand-ink", soft: "--brand-soft", mine: "--mine", mineInk: "--mine-ink" } as const;
    for (const [key, name] of Object.entries(names)) {
      if (brand === null) this.root.style.removeProperty(name);
      else this.root.style.setProperty(name, brand[key as keyof typeof names]);
    }
    if (brand === null) this.root.style.removeProperty("--focus");
    else this.root.style.setProperty("--focus", brand.ink);
  }

  /** On a phone it is what the keyboard leaves of the screen. */
  private fit(): void {
    const view = visualViewport;
    const whole = this.open && this.small.matches;
    if (whole) this.panel.setAttribute("aria-modal", "true");
    else this.panel.removeAttribute("aria-modal");
    if (!whole || view === null || view === undefined || view.scale > 1.01) {
      for (const name of ["--top", "--height"]) this.panel.style.removeProperty(name);
      return;
    }
    this.panel.style.setProperty("--top", `${view.offsetTop}px`);
    this.panel.style.setProperty("--height", `${view.height}px`);
  }

  private pressed(event: KeyboardEvent): void {
    if (composes(event)) return;
    if (event.key === "Escape") {
      event.preventDefault();
      this.events.escape();
    } else if (event.key === "Tab" && this.small.matches) this.trap(event);
  }

  /** Behind a panel that is the whole screen there is nothing to go to. */
  private trap(event: KeyboardEvent): void {
    const all = [...this.panel.querySelectorAll<HTMLElement>("a[href], button, input, textarea, [tabindex='0']")]
      .filter((one) => !(one as HTMLButtonElement).disabled && one.checkVisibility());
    const at = (this.host.shadowRoot as ShadowRoot).activeElement;
    const [first, last] = [all[0], all.at(-1)];
    if (event.shiftKey ? at === first || at === this.panel : at === last) {
      event.preventDefault();
      (event.shiftKey ? last : first)?.focus();
    }
  }
}
