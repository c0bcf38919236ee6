// The wire types of docs/live-protocol.md, version 1. Names and meanings are those of that page.

export type Stage = "bot" | "queued" | "assigned" | "wrap_up" | "resolved";
export type PersonKind = "visitor" | "agent" | "bot";
/** A window's name on one connection: one of the server's own (queue, mine, open), or the client's with a filter. */
export type View = string;

export interface Person {
  readonly kind: PersonKind;
  readonly id: string;
  readonly name: string;
}

/** The article that an answer of the bot was taken from. */
export interface Source {
  readonly article: string;
  readonly slug: string;
  readonly title: string;
  readonly language: string;
  readonly link: string;
}

export interface Entry {
  readonly seq: number;
  readonly rev: number;
  readonly author: Person;
  readonly client_id: string;
  readonly at: string;
  readonly text: string;
  readonly edited_at?: string;
  /** The bot's only, as `choices`: answers to what it asked back, each sent as an ordinary text. */
  readonly source?: Source;
  readonly choices?: readonly string[];
}

/** What a visitor thought of it, 1 to 5. */
export interface Rating {
  readonly score: number;
  readonly comment?: string;
}

export interface Watermark {
  readonly kind: PersonKind;
  readonly id: string;
  readonly delivered: number;
  readonly read: number;
}

export interface State {
  readonly id: string;
  readonly stage: Stage;
  readonly assignee: Person | null;
  readonly visitor: Person;
  readonly created_at: string;
  readonly rev: number;
  readonly last_seq: number;
  readonly watermarks: readonly Watermark[];
  readonly follows?: string;
  readonly rating?: Rating;
  /** To agents only. */
  readonly inner?: Inner;
}

/** 0 none, 1 low, 2 normal, 3 high, 4 urgent. */
export type Priority = 0 | 1 | 2 | 3 | 4;

export interface Note {
  readonly irev: number;
  readonly after_seq: number;
  readonly author: Person;
  readonly client_id: string;
  readonly at: string;
  readonly text: string;
  readonly mentions: readonly Person[];
}
export interface Participant {
  readonly who: Person;
  readonly since: string;
}
/** What only colleagues see of a conversation. */
export interface Inner {
  readonly irev: number;
  readonly team: string | null;
  readonly priority: Priority;
  readonly labels: readonly string[];
  readonly participants: readonly Participant[];
  readonly snoozed_until: string | null;
  readonly notes_after: number;
  readonly notes: readonly Note[];
}

export interface Row {
  readonly id: string;
  readonly order: number;
  readonly stage: Stage;
  readonly assignee: Person | null;
  readonly visitor: Person;
  readonly rev: number;
  readonly last: { readonly seq: number; readonly at: string; readonly kind: PersonKind; readonly text: string };
  readonly waiting_since: string | null;
  readonly unread: number;
  readonly inbox?: string;
  readonly team?: string | null;
  readonly priority?: Priority;
  readonly snoozed_until?: string | null;
  readonly labels?: readonly string[];
  readonly created_at?: string;
}

export type Sort = "newest" | "waiting" | "priority" | "created";
/** What a window holds; everything that is named must hold. */
export interface Filter {
  readonly stages?: readonly Stage[];
  readonly assignee?: string | readonly string[];
  readonly teams?: readonly string[];
  readonly inboxes?: readonly string[];
  readonly labels?: readonly string[];
  readonly without_labels?: readonly string[];
  readonly priority?: number;
  readonly unread?: boolean;
  readonly snoozed?: boolean;
  readonly waiting_ms?: number;
  readonly participant?: string;
}

export interface Limits {
  readonly text_max_bytes: number;
  readonly in_flight_max: number;
  readonly open_max: number;
  readonly rows_max: number;
  readonly message_max_bytes: number;
}

/** A client's position in one conversation: which life of the store, and how far. */
export interface Position {
  readonly log: string;
  readonly rev: number;
  readonly irev?: number;
}

/** Whether an agent is there. `rev` 0: he never was. */
export type Presence = "available" | "busy" | "wrap_up" | "on_break" | "offline";
export interface AgentState {
  readonly state: Presence;
  readonly reason: string;
  readonly since: string | null;
  readonly rev: number;
}

export interface Welcome {
  readonly t: "welcome";
  readonly log: string;
  readonly now: string;
  readonly limits: Limits;
  readonly me: Person;
  readonly token?: string;
  /** An agent's. */
  readonly state?: AgentState;
}
export interface Snapshot {
  readonly t: "snapshot";
  readonly log: string;
  readonly conversation: State;
  readonly entries: readonly Entry[];
  readonly earlier: boolean;
}
export interface Changes {
  readonly t: "changes";
  readonly log: string;
  readonly conversation: State;
  readonly entries: readonly Entry[];
}
interface FactEnvelope {
  readonly t: "fact";
  readonly conversation: string;
  readonly rev: number;
  readonly at: string;
}
export type Fact =
  | (FactEnvelope & { readonly kind: "opened"; readonly state: State })
  | (FactEnvelope & { readonly kind: "message" | "edited"; readonly entry: Entry })
  | (FactEnvelope & { readonly kind: "stage"; readonly stage: Stage; readonly assignee: Person | null; readonly by: Person })
  | (FactEnvelope & { readonly kind: "receipt"; readonly watermark: Watermark })
  | (FactEnvelope & { readonly kind: "rated"; readonly rating: Rating });
interface InnerEnvelope {
  readonly t: "inner";
  readonly conversation: string;
  readonly irev: number;
  readonly at: string;
  readonly by?: Person;
}
export type InnerFact =
  | (InnerEnvelope & { readonly kind: "note"; readonly note: Note })
  | (InnerEnvelope & { readonly kind: "labels"; readonly labels: readonly string[] })
  | (InnerEnvelope & { readonly kind: "priority"; readonly priority: Priority })
  | (InnerEnvelope & { readonly kind: "snoozed"; readonly snoozed_until: string })
  | (InnerEnvelope & { readonly kind: "woken" })
  | (InnerEnvelope & { readonly kind: "team"; readonly team: string | null })
  | (InnerEnvelope & { readonly kind: "joined"; readonly participant: Participant })
  | (InnerEnvelope & { readonly kind: "left"; readonly who: Person });
export interface Offered {
  readonly t: "offer";
  readonly conversation: string;
  readonly until: string;
}
export type OfferEnd = "accepted" | "declined" | "expired" | "withdrawn";
export interface Looking {
  readonly t: "looking";
  readonly conversation: string;
  readonly who: readonly Person[];
}
export interface History {
  readonly t: "history";
  readonly conversation: string;
  readonly entries: readonly Entry[];
  readonly earlier: boolean;
}
export interface Ack {
  readonly t: "ack";
  readonly id: string;
  /** Not of an ack of one's own state. */
  readonly conversation?: string;
  readonly state?: AgentState;
  readonly seq?: number;
  readonly rev?: number;
  readonly irev?: number;
  readonly at?: string;
  readonly again?: boolean;
}
export interface Refused {
  readonly t: "refused";
  readonly id?: string;
  readonly conversation?: string;
  readonly view?: View;
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly where: string;
  readonly mend: string;
  readonly retry_after_ms?: number;
}
export interface Typing {
  readonly t: "typing";
  readonly conversation: string;
  readonly who: Person;
}
/** To a visitor, while nobody has his conversation. */
export interface Duty {
  readonly t: "duty";
  readonly on_duty: boolean;
  readonly opens?: string;
}
/** To a visitor who waits: how many wait before him, and about how long he will; null: nobody knows. */
export interface Place {
  readonly t: "place";
  readonly ahead: number;
  readonly wait_s: number | null;
}
export interface Window {
  readonly t: "window";
  readonly view: View;
  readonly total: number;
  readonly rows: readonly Row[];
}
export interface Rows {
  readonly t: "rows";
  readonly view: View;
  readonly total: number;
  readonly upsert: readonly Row[];
  readonly remove: readonly string[];
}

export type FromServer =
  | Welcome
  | Snapshot
  | Changes
  | Fact
  | History
  | Ack
  | Refused
  | Typing
  | Duty
  | Place
  | Window
  | Rows
  | InnerFact
  | Offered
  | Looking
  | { readonly t: "offer_ended"; readonly conversation: string; readonly why: OfferEnd }
  | { readonly t: "gone"; readonly conversation: string }
  | { readonly t: "state"; readonly state: AgentState }
  | { readonly t: "none" }
  | { readonly t: "skipped"; readonly id: string }
  | { readonly t: "pong"; readonly now: string };

/** What a client may say; `conversation` is the agents' only. */
export type ToServer = { readonly t: string } & Readonly<Record<string, unknown>>;

const known = new Set<string>([
  "welcome", "snapshot", "changes", "fact", "history", "ack", "refused", "typing", "duty", "place", "window", "rows", "gone", "state", "none", "skipped", "pong",
  "inner", "offer", "offer_ended", "looking",
]);

/** One frame of the server, or null for what this version does not know (to be ignored) or cannot read. */
export function parseFrame(text: string): FromServer | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || !("t" in value)) return null;
  return typeof value.t === "string" && known.has(value.t) ? (value as FromServer) : null;
}

export const utf8Length = (text: string): number => new TextEncoder().encode(text).length;
