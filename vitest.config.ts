import { defineConfig } from "vitest/config";

/** Node 20 knows relaxed SIMD by a flag, later ones without. */
const relaxed = process.versions.node.startsWith("20.") ? ["--experimental-wasm-relaxed-simd"] : [];

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    expect: { requireAssertions: true },
    setupFiles: "test/support/seeded.ts",
    globalSetup: "test/support/install-runtimes.mjs",
    testTimeout: 60_000,
    execArgv: relaxed,
  },
});
