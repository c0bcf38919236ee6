// What must be true of a page at any moment: in one language, nothing cut off, everything named for those who listen.
import assert from "node:assert/strict";

/** Words of people are theirs; the way to the other language is in that one; names and keys have none. */
const not_ours = ".bubble, .say, .l2, .who.clip1, .lang, [aria-label='切换到中文'], [aria-label='Switch to English'], .kbd, select, textarea, .brand, .ava, .named, .ev, .edits, .offer .what, .f dd, .lab, .owner, .looking, .note p, .note b, .call li, .choices .grow, .hist, .people li, .art-name, .art-rows .whole, .art-when, .art-nav .group:nth-child(2) .entry, .art-preview, .art-asked, .diff .words, .version-list small, .art-cats .two-lines, .said-by-article, .art-told, .picker-q .btn";

async function ownWords(page) {
  return page.evaluate((skip) => {
    const words = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = node.parentElement;
      if (at?.closest(`${skip}, noscript, script, style`) === null && at.checkVisibility()) words.push(node.data);
    }
    const labels = [...document.querySelectorAll("[aria-label], [placeholder], [title]")].filter((one) => !one.matches(".lang, .only-s button, .view, .pen, .drop, .art-cats button, .picker-q .btn"));
    return words.concat(labels.flatMap((one) => ["aria-label", "placeholder", "title"].map((name) => one.getAttribute(name) ?? "")));
  }, not_ours);
}

/** Things that a reader can press or write in and that have no name in the tree that a screen reader gets. */
async function nameless(page) {
  const devtools = await page.context().newCDPSession(page);
  const { nodes } = await devtools.send("Accessibility.getFullAXTree");
  await devtools.detach();
  const roles = new Set(["button", "link", "textbox", "combobox", "log", "navigation", "dialog", "region"]);
  return nodes.filter((node) => !node.ignored && roles.has(node.role?.value) && (node.name?.value ?? "") === "").map((node) => node.role.value);
}

export async function looksRight(page, lang) {
  assert.equal(await page.evaluate(() => document.documentElement.lang), lang === "zh" ? "zh-CN" : "en");
  for (const text of await ownWords(page)) {
    assert.doesNotMatch(text, /\b(status|line|mark|row|keys|view|empty|act|link|stage|with|closed|ev|done|field|filter|priority|part|empty|notdone|offer|people|until|hand)\.[a-z]/, `a key instead of words: ${text}`);
    if (lang === "en") assert.doesNotMatch(text, /\p{Script=Han}/u, `Chinese on the English page: ${text}`);
    else assert.doesNotMatch(text.replace(/Demo|demo-\d+|访客 \w{4}|Ctrl|Alt/g, ""), /[a-z]{3}/i, `English on the Chinese page: ${text}`);
  }
  const sideways = await page.evaluate(() => {
    const wide = [document.documentElement, ...document.querySelectorAll("main, header, .stream, .rows, .rail, .list, .write, .tools, .status, .strip, .btn")];
    return wide.filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1).map((one) => one.className || one.tagName);
  });
  assert.deepEqual(sideways, [], "nothing is wider than its place");
  assert.deepEqual(await nameless(page), [], "everything that can be used has a name");
}
