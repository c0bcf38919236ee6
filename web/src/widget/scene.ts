// How things stand, and so what the widget offers: from what is known of the conversation and of the line. Pure.
import type { Link } from "../live/connection";
import type { Duty, Person, Place, Rating, Stage } from "../live/protocol";
import type { Rated } from "../live/visitor";
import type { Model } from "./model";

export interface Facts {
  readonly link: Link["kind"];
  readonly known: boolean;
  readonly closed: boolean;
  readonly stage: Stage | null;
  readonly assignee: Person | null;
  readonly duty: Duty | null;
  readonly place: Place | null;
  readonly rating: Rating | null;
  readonly rated: Rated | null;
  /** A person was asked for, unanswered yet. */
  readonly asking: boolean;
  /** Words that stand in the field. */
  readonly draft: boolean;
}

export type Condition = "connecting" | "offline" | "stopped" | "closed" | "ready" | "bot" | "queued" | "assigned" | "resolved";
export type RateCard = { readonly kind: "ask" | "more"; readonly score: number | null; readonly comment: string; readonly refused: boolean } | { readonly kind: "thanks"; readonly score: number };

export interface Scene {
  readonly condition: Condition;
  /** Nobody is on duty, and nobody has it. */
  readonly nobody: boolean;
  /** "Talk to a human": offered, asked for, or not needed. */
  readonly human: "offer" | "asked" | null;
  readonly waits: boolean;
  /** Asks for a way to be reached: where a machine answers, not before people are asked for. */
  readonly reach: boolean;
  readonly rate: RateCard | null;
  /** The place to write; else the way back to it. */
  readonly writes: boolean;
}

function conditionOf(facts: Facts): Condition {
  if (facts.link === "stopped") return "stopped";
  if (facts.link === "waiting" || (facts.link === "connecting" && facts.known)) return "offline";
  if (!facts.known) return "connecting";
  if (facts.closed) return "closed";
  // While our side ends it, it is open to the visitor, and somebody is there.
  return facts.stage === null ? "ready" : facts.stage === "wrap_up" ? "assigned" : facts.stage;
}

function rateOf(model: Model, facts: Facts): RateCard | null {
  const { score, comment, anew, later } = model.rating;
  const told = facts.rated ?? facts.rating;
  const refused = facts.rated?.phase === "refused";
  if (score !== null || anew) {
    const shown = score ?? told?.score ?? null;
    return { kind: shown === null ? "ask" : "more", score: shown, comment: comment === "" && anew ? (told?.comment ?? "") : comment, refused };
  }
  if (refused) return { kind: "more", score: told?.score ?? null, comment: told?.comment ?? "", refused };
  if (told !== null) return { kind: "thanks", score: told.score };
  return later ? null : { kind: "ask", score: null, comment: "", refused: false };
}

export function sceneOf(model: Model, facts: Facts): Scene {
  const condition = conditionOf(facts);
  const { stage } = facts;
  const shut = condition === "stopped" || condition === "closed";
  const people = stage === "queued" || stage === "assigned" || stage === "wrap_up";
  const nobody = facts.duty?.on_duty === false && !shut && stage !== "assigned" && stage !== "wrap_up";
  const resolved = stage === "resolved";
  return {
    condition,
    nobody,
    human: shut || people ? null : facts.asking ? "asked" : "offer",
    waits: stage === "queued" && !nobody && !shut,
    reach: nobody && condition !== "connecting" && condition !== "offline" && (stage === "queued" || (stage === null && model.config.value?.bot !== true)),
    rate: resolved && !model.writesAgain ? rateOf(model, facts) : null,
    writes: !resolved || model.writesAgain || facts.draft,
  };
}

/** Whole minutes, never promised too low; null: nobody knows. */
export function waitMinutes(wait_s: number | null): number | null {
  return wait_s === null || !Number.isFinite(wait_s) || wait_s < 0 ? null : Math.max(1, Math.ceil(wait_s / 60));
}
