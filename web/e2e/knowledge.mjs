// A help centre to look at: the demonstration's categories and some of its articles, in both languages.
import { readFileSync } from "node:fs";
import { readToml } from "../../demo/campus/toml.mjs";

const folder = new URL("../../demo/campus/", import.meta.url);
const read = (file) => readFileSync(new URL(file, folder), "utf8");

export const slugs = ["charged-twice", "change-delivery-address", "cancel-after-accepted", "cosy-pass-cancel", "courier-complaint", "coupon-not-working", "delete-account", "cannot-sign-in", "agent-compensation", "bad-weather"];

/** Makes them; says which article has which address. */
export async function library(call, wanted = slugs) {
  const categories = readToml(read("categories.toml"), "categories.toml").category;
  for (const { slug, order, name, line } of categories) {
    const texts = [["zh-CN", "zh"], ["en", "en"]].map(([language, short]) => ({ language, name: name[short], line: line[short] }));
    await call("POST", "/categories", { slug, position: order * 10, texts });
  }
  const ids = {};
  for (const slug of wanted) {
    for (const language of ["zh", "en"]) ids[slug] = (await call("POST", "/articles/import", { file: `${slug}.${language}.md`, text: read(`articles/${slug}.${language}.md`), publish: true })).article.id;
  }
  return ids;
}

/** One text, changed in one of its words. */
export async function changed(call, article, language, more, publish = false, minor = false) {
  const path = `/articles/${article}/texts/${language}`;
  const text = await call("GET", path);
  const saved = await call("PUT", `${path}/draft`, { revision: text.state.revision, words: { ...(text.draft ?? text.live).words, ...more } });
  return publish ? call("POST", `${path}/publish`, { revision: saved.state.revision, minor }) : saved;
}
