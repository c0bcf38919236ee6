// What is shown, kept in the address so that a reload and the browser's back button do what one expects: #/queue/ID.
import { reactive } from "vue";
import { inArticles } from "../articles/place";
import { inSettings } from "../settings/place";

export interface Route {
  /** One of views.ts: an own list, team-ID or saved-ID. */
  view: string;
  /** The conversation that is shown; "" for none. */
  id: string;
}

const views = /^(mine|mentions|queue|joined|open|resolved|(team|saved)-\w+)$/;

/** The settings and the knowledge have addresses of their own. */
const isElsewhere = (hash: string): boolean => inSettings(hash) || inArticles(hash);

export function parseRoute(hash: string): Route {
  if (isElsewhere(hash)) return { view: "queue", id: "" };
  const [, view = "", id = ""] = /^#\/([\w-]+)(?:\/([\w-]+))?$/.exec(hash) ?? [];
  return { view: views.test(view) ? view : "queue", id };
}

export const writeRoute = (route: Route): string => `#/${route.view}${route.id === "" ? "" : `/${route.id}`}`;

export function useRoute(): { readonly route: Route; go(next: Partial<Route>): void; back(): void } {
  const route = reactive(parseRoute(location.hash));
  // What was shown before stays for the way back.
  addEventListener("popstate", () => !isElsewhere(location.hash) && Object.assign(route, parseRoute(location.hash)));
  return {
    route,
    go(next) {
      const opens = route.id === "" && (next.id ?? "") !== "";
      Object.assign(route, next);
      // From the list to a conversation is a step that can be taken back; the rest changes in place.
      if (opens) history.pushState({ opened: true }, "", writeRoute(route));
      else history.replaceState(history.state, "", writeRoute(route));
    },
    back() {
      if ((history.state as { opened?: boolean } | null)?.opened === true) return history.back();
      route.id = "";
      history.replaceState(null, "", writeRoute(route));
    },
  };
}
