// The site's one colour, made into all that the widget needs of it, readable in both themes whatever the site has chosen. Pure.

type Rgb = readonly [number, number, number];

export interface Brand {
  readonly brand: string;
  readonly deep: string;
  readonly on: string;
  readonly ink: string;
  readonly soft: string;
  readonly mine: string;
  readonly mineInk: string;
}

const white: Rgb = [255, 255, 255];
const black: Rgb = [6, 24, 27];
const grounds = { light: [255, 255, 255], dark: [34, 43, 43] } as const;
const inks = { light: "#16201F", dark: "#E7ECEB" } as const;
const readable = 4.5;
/** A little more than the limit, for what rounding takes. */
const wanted = 4.6;

const rgb = (hex: string): Rgb => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
const hex = (colour: Rgb): string => `#${colour.map((one) => Math.round(one).toString(16).padStart(2, "0")).join("")}`;
const mixed = (a: Rgb, b: Rgb, share: number): Rgb => a.map((one, at) => one + ((b[at] as number) - one) * share) as unknown as Rgb;

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((one) => one / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: Rgb, b: Rgb): number {
  const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p) as [number, number];
  return (x + 0.05) / (y + 0.05);
}
export const contrastOf = (a: string, b: string): number => contrast(rgb(a), rgb(b));

/** The colour moved towards `end` until it reads on all of `on`. */
function moved(colour: Rgb, end: Rgb, on: readonly Rgb[]): Rgb {
  for (let share = 0; share < 1; share += 0.02) {
    const one = mixed(colour, end, share);
    if (on.every((ground) => contrast(one, ground) >= wanted)) return one;
  }
  return end;
}

export function brandOf(colour: string, theme: "light" | "dark"): Brand {
  const own = rgb(colour);
  const ground = grounds[theme];
  // In the middle of the scale neither white nor black reads well: the colour itself gives way, a little.
  const light = contrast(own, white) >= readable || luminance(own) < 0.3;
  const on = light ? white : black;
  const brand = moved(own, light ? black : white, [on]);
  const deep = mixed(brand, light ? black : white, 0.12);
  const soft = mixed(ground, own, theme === "light" ? 0.12 : 0.22);
  const ink = moved(own, theme === "light" ? black : white, [ground, soft]);
  // At night a bubble in the full colour would be the brightest thing in the room.
  const mine = theme === "light" ? brand : moved(mixed(own, [19, 25, 25], 0.45), black, [rgb(inks.dark)]);
  return { brand: hex(brand), deep: hex(deep), on: hex(on), ink: hex(ink), soft: hex(soft), mine: hex(mine), mineInk: theme === "light" ? hex(on) : inks.dark };
}
