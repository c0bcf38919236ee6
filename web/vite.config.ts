import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

// Pages: index.html for visitors (plain TypeScript, it becomes the widget), agent.html for the desk and sign-in.html, setup.html before it (Vue).
export default defineConfig({
  plugins: [vue()],
  build: {
    target: "es2022",
    // The pages are served with a policy that allows neither inline scripts nor data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rollupOptions: { input: { visitor: "index.html", agent: "agent.html", "sign-in": "sign-in.html", setup: "setup.html" } },
  },
  // The contrast test reads the style sheets themselves. The limit is for a machine that has much else to do.
  test: { include: ["src/**/*.test.ts"], css: { include: /.+/ }, testTimeout: 60_000 },
  // `npm run dev` beside a running server.
  server: { proxy: { "/live": { target: "ws://localhost:8080", ws: true }, "/api": "http://localhost:8080" } },
});
