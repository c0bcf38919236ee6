// The session as Vue sees it: one counter that moves, at most once a frame, when anything in it has changed.
import { inject, shallowRef, type InjectionKey, type ShallowRef } from "vue";
import { DeskSession } from "../live/desk";
import { browserClock, browserStore, freshId, openBrowserSocket, type Store } from "../live/ports";

export interface Desk {
  readonly agent: string;
  readonly session: DeskSession;
  readonly store: Store;
  /** Read it to be told of changes. */
  readonly turn: ShallowRef<number>;
  /** The server's time, moved every few seconds. */
  readonly now: ShallowRef<number>;
}

const tick_ms = 5_000;
const hidden_frame_ms = 250;

export function startDesk(agent: string): Desk {
  const turn = shallowRef(0);
  let due = false;
  const next = (): void => {
    due = false;
    turn.value += 1;
  };
  const changed = (): void => {
    if (due) return;
    due = true;
    // A hidden page gets no frames, but its title still counts.
    if (document.visibilityState === "visible") requestAnimationFrame(next);
    else setTimeout(next, hidden_frame_ms);
  };
  const ports = { open: openBrowserSocket, clock: browserClock, chance: Math.random, store: browserStore, newId: freshId };
  const session = new DeskSession(agent, ports, changed);
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
  return { agent, session, store: browserStore, turn, now };
}

export const deskKey: InjectionKey<Desk> = Symbol("desk");

export function useDesk(): Desk {
  const given = inject(deskKey);
  if (given === undefined) throw new Error("no desk was given to this component");
  return given;
}
