// Colleagues who are called in a note. Pure.
export interface NotePiece {
  readonly text: string;
  readonly mention: boolean;
}

/** The text in pieces: "@Name" of those who were called stands out, whatever else begins with the sign does not. */
export function mentionPieces(text: string, names: readonly string[]): NotePiece[] {
  const called = names.filter((name) => name !== "").sort((a, b) => b.length - a.length);
  const pieces: NotePiece[] = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const name = text[at] === "@" ? called.find((one) => text.startsWith(one, at + 1)) : undefined;
    if (name === undefined) {
      plain += text[at++];
      continue;
    }
    if (plain !== "") pieces.push({ text: plain, mention: false });
    plain = "";
    pieces.push({ text: `@${name}`, mention: true });
    at += name.length + 1;
  }
  if (plain !== "") pieces.push({ text: plain, mention: false });
  return pieces;
}

/** Of those who were chosen, whose call still stands in the text. */
export const stillCalled = (text: string, chosen: readonly { readonly id: string; readonly name: string }[]): string[] =>
  [...new Set(chosen.filter((one) => text.includes(`@${one.name}`)).map((one) => one.id))];
