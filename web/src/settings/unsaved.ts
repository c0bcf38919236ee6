// What was typed and not saved is not lost by a slip: whoever goes elsewhere is asked first.
import { inject, onMounted, onUnmounted, type InjectionKey } from "vue";

export type Unsaved = Set<() => boolean>;
export const unsavedKey: InjectionKey<Unsaved> = Symbol("unsaved");

/** A form of this page: `changed` says whether it holds something. */
export function holds(changed: () => boolean): void {
  const all = inject(unsavedKey);
  onMounted(() => all?.add(changed));
  onUnmounted(() => all?.delete(changed));
}

/** Watches the page's links and its closing. `may` asks; what was pressed is pressed again when it may be left. */
export function useUnsaved(may: () => Promise<boolean>): Unsaved {
  const all: Unsaved = new Set();
  const any = (): boolean => [...all].some((changed) => changed());
  const pressed = async (event: MouseEvent): Promise<void> => {
    const way = event.target instanceof Element ? event.target.closest<HTMLElement>('a[href^="#"], nav button') : null;
    if (way === null || event.ctrlKey || event.metaKey || !any()) return;
    event.preventDefault();
    event.stopPropagation();
    if (!(await may())) return;
    all.clear();
    way.click();
  };
  const closing = (event: BeforeUnloadEvent): void => void (any() && event.preventDefault());
  onMounted(() => (document.addEventListener("click", pressed, true), addEventListener("beforeunload", closing)));
  onUnmounted(() => (document.removeEventListener("click", pressed, true), removeEventListener("beforeunload", closing)));
  return all;
}
