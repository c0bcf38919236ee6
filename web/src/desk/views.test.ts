import { describe, expect, it } from "vitest";
import { deskViews, watches } from "./views";

const team = (id: string) => ({ id, name: id, expert: false, members: [] });

describe("the windows of a rail", () => {
  it("hold the shown list in full, the others for their counts, and never more than a connection may", () => {
    const views = deskViews(Array.from({ length: 30 }, (_one, n) => team(`t${n}`)), []);
    const wanted = watches(views, "team-t29", (view) => view.sort);
    expect(wanted).toHaveLength(20);
    expect(wanted[0]).toMatchObject({ name: "v.team-t29", limit: 200, filter: { teams: ["t29"] } });
    expect(wanted.slice(1).every((one) => one.limit === 1)).toBe(true);
    expect(wanted.some((one) => one.name === "v.mentions")).toBe(false);
  });
  it("a saved view's filter is said without what it does not name", () => {
    const empty = { stages: null, assignee: null, teams: null, inboxes: null, labels: ["a"], without_labels: null, priority: 3, unread: null, snoozed: null, waiting_ms: null, participant: null };
    expect(deskViews([], [{ id: "x", owner: "o", name: "N", shared: false, filter: empty, sort: "waiting" }]).at(-1)?.filter).toEqual({ labels: ["a"], priority: 3 });
  });
});
