// Colleagues as the desk shows them: who is there, with how much in hand. Pure.
import type { components } from "../api/schema";
import type { Presence } from "../live/protocol";

export type PersonState = components["schemas"]["PersonState"];
type Load = components["schemas"]["Load"];
type Colleague = components["schemas"]["Person"];

export interface There {
  readonly id: string;
  readonly name: string;
  readonly state: Presence;
  readonly reason: string;
  readonly in_hand: number;
  readonly capacity: number;
}

const order: readonly Presence[] = ["available", "busy", "wrap_up", "on_break", "offline"];

/** Everybody active, whoever can take something first. */
export function whoIsThere(people: readonly Colleague[], states: readonly PersonState[], loads: readonly Load[]): There[] {
  const stateOf = new Map(states.map((one) => [one.id, one]));
  const loadOf = new Map(loads.map((one) => [one.id, one]));
  return people
    .filter((person) => person.active)
    .map((person): There => {
      const state = stateOf.get(person.id);
      const load = loadOf.get(person.id);
      return { id: person.id, name: person.name, state: state?.state ?? "offline", reason: state?.reason ?? "", in_hand: load?.in_hand ?? 0, capacity: load?.capacity ?? person.capacity };
    })
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.in_hand / Math.max(1, a.capacity) - b.in_hand / Math.max(1, b.capacity) || a.name.localeCompare(b.name));
}

export const isThere = (one: There): boolean => one.state !== "offline";
