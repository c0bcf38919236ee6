// What is looked for, and how well it fits. Pure.

/** A search of customers goes by one thing: an address, a number, or the beginning of a name. */
export function searchOf(words: string): { email: string } | { phone: string } | { name: string } {
  if (words.includes("@")) return { email: words };
  if (/^[+\d][\d\s()-]{4,}$/.test(words)) return { phone: words };
  return { name: words };
}

/** The words in pieces, those that were looked for marked. */
export function marked(text: string, words: string): { readonly text: string; readonly hit: boolean }[] {
  const word = words.trim().toLowerCase();
  const at = word === "" ? -1 : text.toLowerCase().indexOf(word);
  if (at < 0) return [{ text, hit: false }];
  return [{ text: text.slice(0, at), hit: false }, { text: text.slice(at, at + word.length), hit: true }, { text: text.slice(at + word.length), hit: false }].filter((one) => one.text !== "");
}

export const found = (text: string, words: string): boolean => words.trim().toLowerCase().split(/\s+/).every((word) => text.toLowerCase().includes(word));
