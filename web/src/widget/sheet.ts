// The style sheets of the house, made to hold inside a shadow root and nowhere else.
import base from "../look/base.css?inline";
import tokens from "../look/tokens.css?inline";
import talk from "../visitor/talk.css?inline";
import own from "./widget.css?inline";

/** What is said of the page's root and body is said of the widget's own root, `.z`. Faces do not work in there: `faces`. */
export function inside(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/@font-face\s*\{[^}]*\}/g, "")
    .replace(/html:not\(\[data-theme\]\)\s+body\s*\{[^}]*\}/g, "")
    .replace(/html:lang\((\w+)\)\s+body(?=\s*[,{])/g, ".z:lang($1)")
    .replace(/html:lang\((\w+)\)/g, ".z:lang($1)")
    .replace(/(^|[\s},])(?:html|body)(?=\s*\{)/g, "$1.z")
    .replace(/:root/g, ".z")
    .replace(/(^|[\s},])\[data-theme/g, "$1.z[data-theme");
}

export const sheet = (): string => [tokens, base, talk].map(inside).join("\n") + own;

/** By the object model, which a page's policy for inline styles does not forbid; as an element where the browser is too old for it. */
export function dress(root: ShadowRoot): void {
  const css = sheet();
  try {
    const made = new CSSStyleSheet();
    made.replaceSync(css);
    root.adoptedStyleSheets = [made];
  } catch {
    root.append(Object.assign(document.createElement("style"), { textContent: css }));
  }
}

/** Full-width marks in Chinese: the face of tokens.css, which only the page's own list of faces can hold. */
export function faces(): void {
  const marks = { unicodeRange: "U+2014, U+2018-2019, U+201C-201D, U+2026" };
  const from = (...names: string[]): string => names.map((name) => `local("${name}")`).join(",");
  try {
    document.fonts.add(new FontFace("Zhiyin Han Marks", from("PingFangSC-Regular", "PingFang SC", "NotoSansCJKsc-Regular", "Noto Sans CJK SC", "Microsoft YaHei"), { ...marks, weight: "400" }));
    document.fonts.add(new FontFace("Zhiyin Han Marks", from("PingFangSC-Semibold", "NotoSansCJKsc-Bold", "Noto Sans CJK SC Bold", "Microsoft YaHei Bold"), { ...marks, weight: "600" }));
  } catch {
    // Marks a little too narrow are no reason to have no widget.
  }
}
