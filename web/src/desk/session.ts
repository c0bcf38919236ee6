// The session as Vue sees it: one counter that moves, at most once a frame, when anything in it has changed.
import { inject, shallowRef, watch, type InjectionKey, type ShallowRef } from "vue";
import { api } from "../api/client";
import { DeskSession, type DeskWho } from "../live/desk";
import { browserClock, browserStore, freshId, openBrowserSocket, type Store } from "../live/ports";

export interface Desk {
  readonly who: DeskWho;
  readonly session: DeskSession;
  /** The cookie of a demonstration agent is there, or has been refused; at once for who is signed in. */
  readonly ready: Promise<boolean>;
  readonly store: Store;
  /** Read it to be told of changes. */
  readonly turn: ShallowRef<number>;
  /** The server's time, moved every few seconds. */
  readonly now: ShallowRef<number>;
}

const tick_ms = 5_000;
const hidden_frame_ms = 250;
/** Changes that come thick are drawn together; one alone is drawn in the next frame. */
const apart_ms = 50;

/** When the server lets him in no more, because his session has ended: to the door. Other reasons stay on the screen. */
function watchSession(session: DeskSession, turn: ShallowRef<number>): void {
  let asking = false;
  watch(turn, async () => {
    if (session.link.kind !== "stopped" || asking) return;
    asking = true;
    const me = await api.get("/api/v1/me");
    if (!me.ok && me.status === 401) toSignIn();
    asking = false;
  });
}

const tries_max = 5;

/** A demonstration agent's requests go by a session of his own. */
async function demoSession(name: string): Promise<boolean> {
  for (let n = 0; n < tries_max; n++) {
    const answer = await api.post("/api/v1/sessions/demo", { body: { name } });
    if (answer.ok || answer.retry_after_s === 0) return answer.ok;
    await new Promise((done) => setTimeout(done, answer.retry_after_s * 1_000));
  }
  return false;
}
/** In another window of this browser somebody else may have come since: who looks at this one is its own agent again. */
async function demoAgain(name: string, session: DeskSession): Promise<void> {
  const me = await api.get("/api/v1/me");
  if (me.ok ? me.value.person !== session.me.id : me.status === 401) await demoSession(name);
}

export function startDesk(who: DeskWho): Desk {
  const { agent } = who;
  const ready = agent === undefined ? Promise.resolve(true) : demoSession(agent);
  const turn = shallowRef(0);
  let due = false;
  let drawn = -Infinity;
  const next = (): void => {
    due = false;
    drawn = performance.now();
    turn.value += 1;
  };
  const changed = (): void => {
    if (due) return;
    due = true;
    // A hidden page gets no frames, but its title still counts.
    const wait = drawn + apart_ms - performance.now();
    if (document.visibilityState !== "visible") setTimeout(next, hidden_frame_ms);
    else if (wait > 0) setTimeout(() => requestAnimationFrame(next), wait);
    else requestAnimationFrame(next);
  };
  const ports = { open: openBrowserSocket, clock: browserClock, chance: Math.random, store: browserStore, newId: freshId };
  const session = new DeskSession(who, ports, changed);
  const now = shallowRef(session.now);
  setInterval(() => (now.value = session.now), tick_ms);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    now.value = session.now;
    session.wake();
    next();
  });
  addEventListener("online", () => session.wake());
  session.start();
  if (agent === undefined) watchSession(session, turn);
  else addEventListener("focus", () => void demoAgain(agent, session));
  return { who, session, ready, store: browserStore, turn, now };
}

/** To the sign-in page, and back to what is shown now. */
export function toSignIn(): void {
  location.replace(`/sign-in?next=${encodeURIComponent(`${location.pathname}${location.search}${location.hash}`)}`);
}

export const deskKey: InjectionKey<Desk> = Symbol("desk");

export function useDesk(): Desk {
  const given = inject(deskKey);
  if (given === undefined) throw new Error("no desk was given to this component");
  return given;
}
