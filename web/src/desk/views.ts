// The lists of the rail and the windows that they need: what is shown in full, the others for their counts. Pure.
import type { components } from "../api/schema";
import type { IconName } from "../look/icons";
import type { Filter, Sort } from "../live/protocol";
import { windows_max, type Watch } from "../live/windows";

type SavedView = components["schemas"]["SavedView"];
type Team = components["schemas"]["Team"];

export const own_views = ["mine", "mentions", "queue", "joined", "open", "resolved"] as const;
export type OwnView = (typeof own_views)[number];

export interface DeskView {
  /** As the address names it. */
  readonly id: string;
  readonly group: "own" | "team" | "saved";
  readonly icon: IconName;
  /** A team's or a saved view's; own lists are named by the message files. */
  readonly name: string;
  /** null: the server keeps no window on it; it is asked for by the API. */
  readonly filter: Filter | null;
  readonly sort: Sort;
  readonly saved?: SavedView;
}

const own: Readonly<Record<OwnView, readonly [IconName, Filter | null]>> = {
  mine: ["inbox", { assignee: "me" }],
  mentions: ["at", null],
  queue: ["users", { stages: ["queued"] }],
  joined: ["chat", { participant: "me" }],
  open: ["layers", {}],
  resolved: ["check", { stages: ["resolved"] }],
};

/** A saved view's filter as the live protocol takes it: what it does not name is left out. */
export function filterOf(saved: SavedView["filter"]): Filter {
  return Object.fromEntries(Object.entries(saved).filter(([, value]) => value !== null)) as Filter;
}

export function deskViews(teams: readonly Team[], saved: readonly SavedView[]): readonly DeskView[] {
  return [
    ...own_views.map((id): DeskView => ({ id, group: "own", icon: own[id][0], name: "", filter: own[id][1], sort: "newest" })),
    ...teams.filter((team) => !team.expert || team.members.length > 0).map((team): DeskView => ({ id: `team-${team.id}`, group: "team", icon: "route", name: team.name, filter: { teams: [team.id] }, sort: "newest" })),
    ...saved.map((view): DeskView => ({ id: `saved-${view.id}`, group: "saved", icon: "filter", name: view.name, filter: filterOf(view.filter), sort: view.sort, saved: view })),
  ];
}

export const windowOf = (id: string): string => `v.${id}`;

const shown_rows = 200;

/** `searched`: all that is open is looked through. The windows for a rail with these lists, of which one is shown; a connection holds so many, so the last ones go without counts. */
export function watches(views: readonly DeskView[], shown: string, sortOf: (view: DeskView) => Sort, searched = false): readonly Watch[] {
  const watchable = views.filter((view) => view.filter !== null && (view.id !== "resolved" || view.id === shown));
  const first = watchable.filter((view) => view.id === shown);
  return [...first, ...watchable.filter((view) => view.id !== shown)].slice(0, windows_max).map((view) => ({
    name: windowOf(view.id), filter: view.filter ?? {}, sort: sortOf(view), limit: view.id === shown || (searched && view.id === "open") ? shown_rows : 1,
  }));
}
