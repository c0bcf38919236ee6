// What the palette can do: the acts of the keys that can be done now, and what has no key. Ways to lists are found by their names.
import { computed, type ComputedRef } from "vue";
import type { IconName } from "../look/icons";
import type { PaletteCommand } from "./CommandPalette.vue";
import { articleHref } from "../articles/place";
import { useBook } from "./book";
import { caps, type KeyName } from "./keys";
import { useSpeech } from "./speech";

type Acts = Partial<Record<KeyName, (key: string) => void>>;

/** In the order in which they are offered. */
const named: readonly (readonly [KeyName, IconName])[] = [
  ["accept", "inbox"], ["decline", "x"], ["reply", "chat"], ["article", "book"], ["note", "note"], ["take", "user"], ["resolve", "check"], ["reopen", "reply"], ["transfer", "transfer"],
  ["invite", "users"], ["snooze", "moon"], ["requeue", "route"], ["undo", "reply"], ["next", "arrow"], ["pane", "pane"], ["state", "cup"], ["theme", "moon"], ["lang", "chat"], ["help", "keys"],
];

export function usePaletteCommands(acts: ComputedRef<Acts>, newView: () => void): ComputedRef<readonly PaletteCommand[]> {
  const { say } = useSpeech();
  const book = useBook();
  return computed(() => [
    ...named.flatMap(([name, icon]): PaletteCommand[] => {
      const act = acts.value[name];
      return act === undefined ? [] : [{ key: name, words: say(`keys.${name}`), icon, caps: caps[name], run: () => act("") }];
    }),
    { key: "new-view", words: say("view.new"), icon: "plus", caps: [], run: newView },
    ...(book.may("knowledge.read") ? [{ key: "articles", words: say("go.to", { name: say("articles") }), icon: "book", caps: caps.knowledge, run: () => void (location.hash = articleHref()) } as const] : []),
    ...(book.may("knowledge.write") ? [{ key: "article-new", words: say("keys.write"), icon: "plus", caps: [], run: () => void (location.hash = articleHref("new")) } as const] : []),
    { key: "settings", words: say("go.to", { name: say("settings") }), icon: "gear", caps: [], run: () => void (location.hash = "#/settings") },
  ]);
}
