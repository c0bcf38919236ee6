// The wire types of docs/live-protocol.md, version 1. Names and meanings are those of that page.

export type Stage = "queued" | "assigned" | "resolved";
export type PersonKind = "visitor" | "agent";
export type View = "queue" | "mine" | "open";

export interface Person {
  readonly kind: PersonKind;
  readonly id: string;
  readonly name: string;
}

export interface Entry {
  readonly seq: number;
  readonly rev: number;
  readonly author: Person;
  readonly client_id: string;
  readonly at: string;
  readonly text: string;
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
  | (FactEnvelope & { readonly kind: "message"; readonly entry: Entry })
  | (FactEnvelope & { readonly kind: "stage"; readonly stage: Stage; readonly assignee: Person | null; readonly by: Person })
  | (FactEnvelope & { readonly kind: "receipt"; readonly watermark: Watermark });
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
  readonly at?: string;
  readonly again?: boolean;
}
export interface Refused {
  readonly t: "refused";
  readonly id?: string;
  readonly conversation?: string;
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
  | Window
  | Rows
  | { readonly t: "gone"; readonly conversation: string }
  | { readonly t: "state"; readonly state: AgentState }
  | { readonly t: "none" }
  | { readonly t: "skipped"; readonly id: string }
  | { readonly t: "pong"; readonly now: string };

/** What a client may say; `conversation` is the agents' only. */
export type ToServer = { readonly t: string } & Readonly<Record<string, unknown>>;

const known = new Set<string>([
  "welcome", "snapshot", "changes", "fact", "history", "ack", "refused", "typing", "duty", "window", "rows", "gone", "state", "none", "skipped", "pong",
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
