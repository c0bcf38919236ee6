// Which page of the settings is shown, kept in the address: #/settings/inboxes/ID. Light, because the desk asks it before the settings are loaded.
import { onUnmounted, reactive } from "vue";

export interface Place {
  readonly shown: boolean;
  /** "" for the list of pages, which is all that a phone shows first. */
  readonly page: string;
  /** Of what the page is about; "" for all of them. */
  readonly id: string;
}

const pattern = /^#\/settings(?:\/([a-z-]+)(?:\/([\w-]+))?)?$/;

export const inSettings = (hash: string): boolean => /^#\/settings(\/|$)/.test(hash);

export function parsePlace(hash: string): Place {
  const [, page = "", id = ""] = pattern.exec(hash) ?? [];
  return { shown: inSettings(hash), page, id };
}

/** For links: their address is all it takes to go there. */
export const hrefOf = (page = "", id = ""): string => `#/settings${page === "" ? "" : `/${page}`}${id === "" ? "" : `/${id}`}`;

export function usePlace(): { readonly place: Place; leave(): void } {
  const place = reactive({ ...parsePlace(location.hash) });
  const look = (): void => void Object.assign(place, parsePlace(location.hash));
  addEventListener("popstate", look);
  onUnmounted(() => removeEventListener("popstate", look));
  return {
    place,
    /** Before the desk writes its own address, which no event tells. */
    leave: () => void Object.assign(place, parsePlace("")),
  };
}
