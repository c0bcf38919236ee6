// How things stand, from every side: a person is always in reach, and nothing is offered that cannot be done.
import { describe, expect, it } from "vitest";
import { agent } from "../live/testing";
import { next, start, type Model } from "./model";
import { sceneOf, waitMinutes, type Facts } from "./scene";

const calm: Facts = {
  link: "ready", known: true, closed: false, stage: null, assignee: null, duty: null, place: null, rating: null, rated: null, asking: false, draft: false,
};
const scene = (more: Partial<Facts>, model: Model = start) => sceneOf(model, { ...calm, ...more });
const off = { t: "duty", on_duty: false } as const;

describe("how things stand", () => {
  it.each([
    ["before anything is known", { known: false, link: "connecting" }, "connecting"],
    ["nothing was said", {}, "ready"],
    ["the bot has it", { stage: "bot" }, "bot"],
    ["waiting", { stage: "queued" }, "queued"],
    ["somebody has it", { stage: "assigned", assignee: agent }, "assigned"],
    ["our side ends it: still open to him", { stage: "wrap_up", assignee: agent }, "assigned"],
    ["over", { stage: "resolved" }, "resolved"],
    ["the line is cut", { stage: "assigned", link: "waiting" }, "offline"],
    ["coming back", { stage: "assigned", link: "connecting" }, "offline"],
    ["not let in", { link: "stopped" }, "stopped"],
    ["the inbox was switched off", { closed: true, stage: "bot" }, "closed"],
  ] as [string, Partial<Facts>, string][])("%s", (_name, facts, condition) => expect(scene(facts).condition).toBe(condition));

  it.each([
    ["before anything was said", {}, "offer"],
    ["before the first word came from the server", { known: false, link: "connecting" }, "offer"],
    ["with the bot", { stage: "bot" }, "offer"],
    ["with the bot, offline: it is kept until there is a line", { stage: "bot", link: "waiting" }, "offer"],
    ["asked, unanswered", { stage: "bot", asking: true }, "asked"],
    ["over", { stage: "resolved" }, "offer"],
    ["nobody on duty", { stage: "bot", duty: off }, "offer"],
    ["already with people", { stage: "queued" }, null],
    ["a person has it", { stage: "assigned", assignee: agent }, null],
    ["not let in", { link: "stopped" }, null],
  ] as [string, Partial<Facts>, string | null][])("a person in reach: %s", (_name, facts, human) => expect(scene(facts).human).toBe(human));

  it("says who waits that he waits, and asks for a way to reach him where nobody is there", () => {
    expect(scene({ stage: "queued" })).toMatchObject({ waits: true, nobody: false });
    expect(scene({ stage: "queued", duty: off })).toMatchObject({ waits: false, nobody: true });
    expect(scene({ stage: "assigned", duty: off }).nobody).toBe(false);
    expect(scene({ stage: "queued", duty: off }).reach).toBe(true);
    expect(scene({ duty: off }).reach).toBe(true);
    const bot = next(start, { t: "config", value: { name: "", bot: true, hot: [] } });
    expect([scene({ duty: off }, bot).reach, scene({ stage: "bot", duty: off }, bot).reach, scene({ stage: "queued", duty: off }, bot).reach]).toEqual([false, false, true]);
  });

  it("hides the place to write at the end, but never words that stand there", () => {
    expect(scene({ stage: "resolved" }).writes).toBe(false);
    expect(scene({ stage: "resolved", draft: true }).writes).toBe(true);
    expect(scene({ stage: "resolved" }, next(start, { t: "write_again" })).writes).toBe(true);
  });

  describe("the rating", () => {
    const resolved = { stage: "resolved" } as const;
    const model = (...all: Parameters<typeof next>[1][]): Model => all.reduce(next, start);
    it.each([
      ["is asked for once it is over", resolved, start, { kind: "ask", score: null }],
      ["is not asked for before", { stage: "assigned" }, start, null],
      ["can be left", resolved, model({ t: "rate_later" }), null],
      ["takes words after the tap, also while the tap is on its way", { ...resolved, rated: { phase: "sending", score: 4 } }, model({ t: "scored", score: 4 }), { kind: "more", score: 4 }],
      ["thanks when it is with the conversation", { ...resolved, rating: { score: 5 } }, start, { kind: "thanks", score: 5 }],
      ["thanks after a reload without a line: it is kept and will be said", { ...resolved, link: "waiting", rated: { phase: "sending", score: 3 } }, start, { kind: "thanks", score: 3 }],
      ["can be changed, from what was said", { ...resolved, rating: { score: 2, comment: "slow" } }, model({ t: "rate_anew" }), { kind: "more", score: 2, comment: "slow" }],
      ["says when it was not taken", { ...resolved, rated: { phase: "refused", score: 2 } }, start, { kind: "more", score: 2, refused: true }],
      ["makes room for new words", { ...resolved, rating: { score: 5 } }, model({ t: "write_again" }), null],
    ] as [string, Partial<Facts>, Model, object | null][])("%s", (_name, facts, at, expected) => {
      const { rate } = scene(facts, at);
      if (expected === null) expect(rate).toBeNull();
      else expect(rate).toMatchObject(expected);
    });
  });

  it.each([[null, null], [0, 1], [59, 1], [60, 1], [61, 2], [3_600, 60], [-1, null], [Number.NaN, null]])("%s seconds are %s minutes: never promised too low", (seconds, minutes) => {
    expect(waitMinutes(seconds)).toBe(minutes);
  });
});
