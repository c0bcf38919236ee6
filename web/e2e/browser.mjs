// Debian's Chromium, driven by playwright-core.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const args = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
/** What a browser writes when a connection fails: in bad weather that is the test, not the trouble. */
const weather_words = /WebSocket connection|ERR_|Failed to load resource/;

export const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
export const wait_max_ms = 45_000;

export async function launch() {
  const folder = mkdtempSync(join(tmpdir(), "zhiyin-e2e-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const first = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args, timeout: 2 * wait_max_ms,
  });
  const browser = first.browser();
  return {
    /** A person's own browser: nothing shared with the others. `trouble` gathers what its console says. */
    person: async ({ size = "desktop", lang = "zh", theme = "light", weather = false } = {}) => {
      const context = await browser.newContext({
        viewport: sizes[size], deviceScaleFactor: 1, locale: lang === "zh" ? "zh-CN" : "en-GB", timezoneId: "Asia/Shanghai", colorScheme: theme,
        hasTouch: size === "phone", reducedMotion: "reduce",
      });
      context.setDefaultTimeout(wait_max_ms);
      const page = await context.newPage();
      const trouble = [];
      page.on("pageerror", (error) => trouble.push(String(error)));
      page.on("console", (message) => {
        const wrong = message.type() === "error" || message.type() === "warning";
        if (wrong && !(weather && weather_words.test(message.text()))) trouble.push(message.text());
      });
      return { context, page, trouble };
    },
    /** Sends away whoever a failed scene has left. */
    clear: async () => {
      for (const context of browser.contexts()) if (context !== first) await context.close();
    },
    close: () => first.close(),
  };
}
