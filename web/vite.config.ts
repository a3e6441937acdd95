import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import solid from "vite-plugin-solid";
import { BUILD_TARGETS } from "./browsers/oldest.ts";
import { endpoints } from "./scripts/endpoints-plugin.ts";

const serverPort = Number(process.env.SERVER_PORT ?? 5000);
const webPort = Number(process.env.WEB_PORT ?? 3000);
/** Another host in containers. */
const server = process.env.SERVER_URL || `http://127.0.0.1:${serverPort}`;

/** Paths that belong to collab-server; everything else is the app. */
const proxy = {
  "/api": { target: server, ws: true },
  "/health": { target: server },
  "/menu/": { target: server },
  "/collab": { target: server, ws: true },
  "/yjs": { target: server, ws: true },
};

export default defineConfig({
  plugins: [
    endpoints(),
    solid(),
    VitePWA({
      // A phone keeps the version it has until nobody is looking (see src/platform/ui/updates.ts).
      registerType: "prompt",
      injectRegister: null,
      manifest: {
        name: "Tureen",
        short_name: "Tureen",
        description: "One table, one cart",
        start_url: "/",
        display: "standalone",
        background_color: "#faf6ee",
        theme_color: "#faf6ee",
        icons: [
          { src: "/icons/tureen-192.png", sizes: "192x192", type: "image/png" },
          { src: "/icons/tureen-512.png", sizes: "512x512", type: "image/png" },
          {
            src: "/icons/tureen-maskable-512.png",
            sizes: "512x512",
            type: "image/png",
            purpose: "maskable",
          },
        ],
      },
      workbox: {
        globPatterns: ["**/*.{html,js,css,svg}"],
        navigateFallback: "/index.html",
        navigateFallbackDenylist: [/^\/api\//, /^\/collab/, /^\/yjs\//, /^\/health/, /^\/menu\//],
      },
    }),
  ],
  server: { host: "0.0.0.0", port: webPort, strictPort: true, proxy },
  preview: { host: "0.0.0.0", port: webPort, strictPort: true, proxy },
  // Imported only after the first render: found ahead, so that dev does not reload for them.
  optimizeDeps: {
    include: ["@kobalte/core/dialog", "uqr", "y-protocols/awareness", "yjs"],
  },
  build: {
    target: BUILD_TARGETS,
    cssTarget: BUILD_TARGETS,
    manifest: true,
    rolldownOptions: {
      // Left alone, the bundler puts its helpers beside a library that is loaded when asked for, and every
      // page would fetch that library.
      output: {
        codeSplitting: {
          groups: [
            { name: "helpers", test: /(oxc-project|rolldown).runtime/, priority: 1 },
            { name: "qr", test: /node_modules.uqr/ },
          ],
        },
      },
    },
  },
  // Module workers are too new for the oldest browsers.
  worker: { format: "iife", plugins: () => [endpoints()] },
});
