import { resolve } from "node:path";
import { defineConfig } from "vite";
import { offline } from "./offline/plugin.mjs";
import { ISOLATION, SECURITY_POLICY } from "./security-policy.mjs";

/** Hosts that send no header of their own still get the policy. */
const policyInPage = {
  name: "policy-in-page",
  apply: "build",
  transformIndexHtml: () => [
    {
      tag: "meta",
      attrs: { "http-equiv": "Content-Security-Policy", content: SECURITY_POLICY },
      injectTo: "head-prepend",
    },
  ],
};

/** What the library reads files with where there are any: never loaded here. */
const external = [/^node:/];

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  resolve: { alias: { kprop: resolve(import.meta.dirname, "../dist/index.js") } },
  build: {
    target: "es2023",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: { external },
  },
  worker: { format: "es", rolldownOptions: { external } },
  plugins: [policyInPage, offline],
  server: { headers: ISOLATION },
  preview: { headers: { ...ISOLATION, "Content-Security-Policy": SECURITY_POLICY } },
});
