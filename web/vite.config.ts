import vue from "@vitejs/plugin-vue";
import { build, type Plugin } from "vite";
import { defineConfig } from "vitest/config";

const target = "es2022";

/** The widget is one file that any page can take in, so it is built by itself, after the pages and beside them. */
function widget(): Plugin {
  let outDir = "dist";
  let logLevel: "info" | "warn" | "error" | "silent" = "info";
  return {
    name: "zhiyin-widget",
    apply: "build",
    configResolved: (config) => {
      outDir = config.build.outDir;
      logLevel = config.logLevel ?? "info";
    },
    closeBundle: async () => {
      await build({
        configFile: false, logLevel,
        build: {
          target, outDir, emptyOutDir: false, copyPublicDir: false, reportCompressedSize: false,
          lib: { entry: "src/widget/main.ts", formats: ["iife"], name: "zhiyinWidget", fileName: () => "widget.js" },
        },
      });
    },
  };
}

// Pages: index.html for visitors (plain TypeScript, as the widget), agent.html for the desk and sign-in.html, setup.html before it (Vue);
// shop.html is a page of somebody else's, to show the widget on.
export default defineConfig({
  plugins: [vue(), widget()],
  build: {
    target,
    // The pages are served with a policy that allows neither inline scripts nor data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rollupOptions: { input: { visitor: "index.html", agent: "agent.html", "sign-in": "sign-in.html", setup: "setup.html", shop: "shop.html" } },
  },
  // The contrast test reads the style sheets themselves. The limit is for a machine that has much else to do.
  test: { include: ["src/**/*.test.ts"], css: { include: /.+/ }, testTimeout: 60_000 },
  // `npm run dev` beside a running server.
  server: { proxy: { "/live": { target: "ws://localhost:8080", ws: true }, "/api": "http://localhost:8080" } },
});
