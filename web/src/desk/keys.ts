// The keys of the desk: one for each frequent act, shown beside it. The help and the page go by this one table.

export const key_groups = {
  talk: ["reply", "note", "quick", "send", "line", "take", "resolve", "reopen", "transfer", "invite", "snooze", "requeue", "article"],
  move: ["move", "open", "next", "view", "leave", "pane"],
  offer: ["accept", "decline"],
  all: ["palette", "undo", "help"],
  knowledge: ["knowledge", "find", "write", "save", "publish", "preview"],
  me: ["state", "theme", "lang"],
} as const;
export type KeyGroup = keyof typeof key_groups;
export type KeyName = (typeof key_groups)[KeyGroup][number];

export const caps: Readonly<Record<KeyName, readonly string[]>> = {
  reply: ["R"], note: ["N"], quick: ["/"], send: ["↵"], line: ["Shift", "↵"], take: ["C"], resolve: ["E"], reopen: ["O"], transfer: ["T"], invite: ["V"],
  snooze: ["H"], requeue: ["B"], move: ["J", "K"], open: ["↵"], next: ["U"], view: ["1", "9"], leave: ["Esc"], pane: ["I"], accept: ["Y"], decline: ["X"],
  palette: ["Ctrl", "K"], undo: ["Z"], help: ["?"], state: ["S"], theme: ["D"], lang: ["L"],
  article: ["A"], knowledge: ["G"], find: ["F"], write: ["W"], save: ["Ctrl", "S"], publish: ["Ctrl", "↵"], preview: ["Alt", "P"],
};

/** The name of what a single key does outside fields; null: nothing. */
export function keyed(key: string): KeyName | null {
  if (key === "ArrowDown" || key === "ArrowUp") return "move";
  if (/^[1-9]$/.test(key)) return "view";
  const cap = key.length === 1 ? key.toUpperCase() : key;
  const names = (Object.keys(caps) as KeyName[]).filter((name) => caps[name].includes(cap) && (caps[name].length === 1 || name === "move"));
  return names.find((name) => name !== "open" && name !== "send" && name !== "quick" && name !== "leave") ?? null;
}
