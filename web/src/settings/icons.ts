// What the settings draw besides the desk's icons: strokes of the same pen, kept out of the visitor's page.
import { icons } from "../look/icons";

export const settingIcons = {
  ...icons,
  bolt: "M8.8 1.75 3.5 9h4l-.4 5.25L12.5 7h-4l.3-5.25Z",
  cal: "M3.5 3h9A1.5 1.5 0 0 1 14 4.5v7.75a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 12.25V4.5A1.5 1.5 0 0 1 3.5 3ZM2 6.5h12M5.25 1.5v3M10.75 1.5v3",
  copy: "M6 5.5h7.25v8.75H6V5.5ZM10.25 5.5V1.75H3v8.75h3",
  edit: "m10.5 2.75 2.75 2.75-7.75 7.75H2.75V10.5l7.75-7.75ZM8.75 4.5 11.5 7.25",
  filter: "M2 4h12M4.5 8h7M6.75 12h2.5",
  key: "M13 5.75a2.75 2.75 0 1 1-5.5 0a2.75 2.75 0 0 1 5.5 0ZM8.3 7.7 2.75 13.25M4.5 11.5l1.75 1.75",
  minus: "M3 8h10",
  plus: "M8 3v10M3 8h10",
  right: "m6.25 4 4 4-4 4",
  search: "M11.5 7a4.5 4.5 0 1 1-9 0a4.5 4.5 0 0 1 9 0ZM10.4 10.4l3.35 3.35",
  shield: "M8 1.75 13 3.5v4c0 3.2-2 5.6-5 6.75C5 13.1 3 10.7 3 7.5v-4l5-1.75ZM5.8 7.9l1.6 1.6 2.9-3.1",
  star: "m8 2 1.85 3.75 4.15.6-3 2.9.7 4.15L8 11.45 4.3 13.4 5 9.25l-3-2.9 4.15-.6L8 2Z",
  trash: "M2.75 4.25h10.5M6 4.25V2.25h4v2M4 4.25l.6 9.5h6.8l.6-9.5M6.75 7v4M9.25 7v4",
  undo: "M5.5 3 2.5 6l3 3M2.5 6h7a4 4 0 0 1 0 8H6",
  users: "M8.5 5.5a2.5 2.5 0 1 1-5 0a2.5 2.5 0 0 1 5 0ZM1.5 13c.5-2.4 2.2-3.7 4.5-3.7s4 1.3 4.5 3.7M10.5 3.2a2.5 2.5 0 0 1 0 4.6M12 9.7c1.3.6 2.2 1.7 2.5 3.3",
} as const;

export type SetIconName = keyof typeof settingIcons;
