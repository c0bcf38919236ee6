// Who of our people came into a talk, and where: one quiet line each in what a visitor sees. Made from the entries, so that it stands there
// after a reload too. Pure.
import type { Conversation } from "./conversation";
import type { Happened } from "./happened";
import type { Person } from "./protocol";

export function joined(conversation: Conversation | null): readonly Happened[] {
  if (conversation === null) return [];
  const lines: Happened[] = [];
  let with_: string | null = null;
  const line = (who: Person, at: number, after: number): void => {
    with_ = who.id;
    lines.push({ key: `j:${who.id}:${lines.length}`, at, after, by: null, what: "stage", stage: "assigned", assignee: who, before: "queued", had: null });
  };
  let last = Date.parse(conversation.state.created_at);
  for (const entry of conversation.entries) {
    last = Date.parse(entry.at);
    if (entry.author.kind === "bot") with_ = null;
    // Where earlier words are not loaded, nobody knows whether he was there already.
    if (entry.author.kind === "agent" && entry.author.id !== with_) {
      if (with_ === null && conversation.earlier && lines.length === 0) with_ = entry.author.id;
      else line(entry.author, last, entry.seq - 1);
    }
  }
  const { stage, assignee, last_seq } = conversation.state;
  if (stage === "assigned" && assignee !== null && assignee.id !== with_) line(assignee, last, last_seq);
  return lines;
}
