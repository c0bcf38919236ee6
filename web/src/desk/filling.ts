// Texts to answer with: which fit what was typed, and their variables filled. Pure.
import type { components } from "../api/schema";

type QuickReply = components["schemas"]["QuickReply"];

/** What a text may name between {{ and }}; besides these, a field of the customer by its name. */
export const variables = ["customer.name", "agent.name", "team.name", "conversation.number"] as const;
export type Values = Readonly<Record<string, string>>;

export interface Piece {
  readonly text: string;
  /** A variable that nobody knows the value of: it stands as it was written. */
  readonly unknown: boolean;
}

export function filledPieces(text: string, values: Values): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const hole of text.matchAll(/\{\{\s*([^{}]+?)\s*\}\}/g)) {
    pieces.push({ text: text.slice(from, hole.index), unknown: false });
    const value = values[(hole[1] ?? "").toLowerCase()];
    pieces.push(value === undefined || value === "" ? { text: hole[0], unknown: true } : { text: value, unknown: false });
    from = hole.index + hole[0].length;
  }
  pieces.push({ text: text.slice(from), unknown: false });
  return pieces.filter((piece) => piece.text !== "");
}
export const filled = (text: string, values: Values): string => filledPieces(text, values).map((piece) => piece.text).join("");

/** Those whose shortcut begins so come first, then those whose text has it; those of the reader's language before others. */
export function fitting(replies: readonly QuickReply[], typed: string, lang: string): QuickReply[] {
  const word = typed.toLowerCase();
  const rank = (reply: QuickReply): number => {
    const by = reply.shortcut.toLowerCase().startsWith(word) ? 0 : reply.shortcut.toLowerCase().includes(word) ? 1 : reply.text.toLowerCase().includes(word) ? 2 : 9;
    return by * 2 + (reply.language === "" || reply.language.startsWith(lang) ? 0 : 1);
  };
  return replies.map((reply) => ({ reply, rank: rank(reply) })).filter((one) => one.rank < 18).sort((a, b) => a.rank - b.rank || a.reply.shortcut.localeCompare(b.reply.shortcut)).map((one) => one.reply);
}

export interface Called {
  readonly sign: "/" | "@";
  readonly word: string;
  /** Where the sign stands. */
  readonly at: number;
}

/** What is being called at the caret: a sign at the beginning of a word and what follows it. */
export function calledAt(text: string, caret: number): Called | null {
  const match = /(?:^|\s)([/@])([^\s/@]*)$/.exec(text.slice(0, caret));
  if (match === null) return null;
  return { sign: match[1] as "/" | "@", word: match[2] ?? "", at: caret - (match[2] ?? "").length - 1 };
}
