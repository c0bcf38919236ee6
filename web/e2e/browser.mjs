// Debian's Chromium, driven by playwright-core.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const args = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

export const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

export async function launch() {
  const folder = mkdtempSync(join(tmpdir(), "zhiyin-e2e-"));
  const first = await chromium.launchPersistentContext(folder, { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args });
  const browser = first.browser();
  return {
    /** A person's own browser: nothing shared with the others. */
    person: async ({ size = "desktop", lang = "zh", theme = "light" } = {}) => {
      const context = await browser.newContext({
        viewport: sizes[size], deviceScaleFactor: 1, locale: lang === "zh" ? "zh-CN" : "en-GB", timezoneId: "Asia/Shanghai", colorScheme: theme,
        hasTouch: size === "phone", reducedMotion: "reduce",
      });
      const page = await context.newPage();
      const trouble = [];
      page.on("pageerror", (error) => trouble.push(String(error)));
      page.on("console", (message) => {
        // A cut wire is a failed connection in the console: that is the test, not the trouble.
        if (message.type() === "error" && !/WebSocket connection|ERR_|Failed to load resource/.test(message.text())) trouble.push(message.text());
      });
      return { context, page, trouble };
    },
    close: async () => {
      await first.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
