// What the knowledge pages draw besides the settings' icons: strokes of the same pen.
import { settingIcons } from "../settings/icons";

export const articleIcons = {
  ...settingIcons,
  bold: "M4.75 2.75h4a2.5 2.5 0 0 1 0 5h-4v-5ZM4.75 7.75h4.75a2.75 2.75 0 0 1 0 5.5H4.75v-5.5Z",
  code: "m5.5 4.5-3.5 3.5 3.5 3.5M10.5 4.5l3.5 3.5-3.5 3.5",
  export: "M8 2.5v7.75M4.75 7.25 8 10.5l3.25-3.25M2.75 13.25h10.5",
  heading: "M3.75 2.75v10.5M12.25 2.75v10.5M3.75 8h8.5",
  history: "M2.75 8A5.25 5.25 0 1 0 4.4 4.2L2.75 5.75M2.75 2.5v3.25H6M8 5.25V8l2 1.25",
  import: "M8 10.5V2.75M4.75 5.75 8 2.5l3.25 3.25M2.75 13.25h10.5",
  italic: "M6.5 2.75h5M4.5 13.25h5M9.25 2.75l-2.5 10.5",
  link: "M6.75 9.25a2.5 2.5 0 0 0 3.5 0l2.5-2.5a2.5 2.5 0 0 0-3.5-3.5l-.75.75M9.25 6.75a2.5 2.5 0 0 0-3.5 0l-2.5 2.5a2.5 2.5 0 0 0 3.5 3.5l.75-.75",
  list: "M6 4h8M6 8h8M6 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01",
  lock: "M4 7.25h8v6H4v-6ZM5.5 7.25V5a2.5 2.5 0 0 1 5 0v2.25",
  numbers: "M7 4h7M7 8h7M7 12h7M2 3l1.25-.75v3.5M2 9.25c.5-1 2-.75 2 .1 0 .75-2 1.4-2 2.4h2.1",
  outside: "M6.5 3.5h-3v9h9v-3M9.25 2.75h4v4M13 3 7.5 8.5",
  pair: "M2.5 3h11v10h-11V3ZM8 3v10",
  quote: "M3 11.5c1.75 0 2.75-1 2.75-3V5H2.75v3.25h3M9.75 11.5c1.75 0 2.75-1 2.75-3V5H9.5v3.25h3",
  up: "m4 9.75 4-4 4 4",
} as const;

export type ArticleIconName = keyof typeof articleIcons;
