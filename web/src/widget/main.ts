// <script src="https://HOST/widget.js" data-inbox="ID" async></script>: puts the widget on the page and answers the calls that were made before.
import { browserClock, browserStore, freshId, socketTo, within } from "../live/ports";
import { shy } from "../live/shy";
import { needs_token, token_key, VisitorSession } from "../live/visitor";
import { Calls, whoOf } from "./calls";
import { fallback, withOptions } from "./settings";
import { Widget } from "./widget";

const script = document.currentScript as HTMLScriptElement | null;

function tabOf(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

function begin(): void {
  const waiting = Array.from(window.Zhiyin?.q ?? []);
  let settings = withOptions({ ...fallback, server: new URL(script?.src ?? location.href, location.href).origin }, { ...script?.dataset });
  for (const call of waiting) if (call[0] === "init" && typeof call[1] === "object") settings = withOptions(settings, { ...(call[1] as object) });

  const kept = settings.inbox === null ? browserStore : within(browserStore, settings.inbox);
  const store = shy(kept, token_key, needs_token);
  const ports = { open: socketTo(() => settings.server), clock: browserClock, chance: Math.random, store, newId: freshId };
  let widget: Widget | null = null;
  const session = new VisitorSession(ports, () => widget?.draw(), settings.inbox);
  const calls: Calls = new Calls({
    init: (options) => widget?.init(options),
    identify: (who) => (widget === null ? session.identify(whoOf(who)) : widget.identify(who)),
    open: () => widget?.open(),
    close: () => widget?.close(),
    track: (name, data) => widget?.track(name, data),
  }, (words) => console.warn(`Zhiyin: ${words}`));
  // Who he is must be known before the first hello, and whoever listens hears from the beginning.
  const isEarly = (call: ArrayLike<unknown>): boolean => call[0] === "identify" || call[0] === "on";
  waiting.filter(isEarly).forEach((call) => calls.perform(call));
  widget = new Widget(settings, { session, store, clock: browserClock, tab: tabOf(), calls });
  window.Zhiyin = Object.assign((...call: unknown[]) => calls.perform(call), { live: true as const });
  waiting.filter((call) => !isEarly(call) && call[0] !== "init").forEach((call) => calls.perform(call));

  addEventListener("online", () => session.started && session.wake());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && session.started && session.wake());
  // Another tab of this person has begun to talk.
  addEventListener("storage", () => {
    session.share();
    if (session.returning && !session.started) session.start();
  });
  addEventListener("popstate", () => widget?.track("page", undefined));
  setInterval(() => widget?.draw(), 60_000); // day breaks say "today"
  performance.mark("zhiyin");
}

if (window.Zhiyin?.live !== true) {
  if (document.body === null) document.addEventListener("DOMContentLoaded", begin, { once: true });
  else begin();
}
