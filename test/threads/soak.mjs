/**
 * Many small estimates by several threads, one after the other: `npm run soak:threads -- --estimates 100000 --threads 4`. Says how far
 * it is every ten seconds. Ends with code 1 if one waits for longer than --patience seconds, or has other bits than one thread
 * gives. Sleeping threads are not woken by time here, as they are else in case a runtime loses a notification: one that is lost is
 * a hang.
 */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const { values } = parseArgs({
  options: {
    estimates: { type: "string", default: "1000" },
    threads: { type: "string", default: "4" },
    seed: { type: "string", default: "1" },
    patience: { type: "string", default: "60" },
  },
});
const [estimates, threads, seed, patience] = ["estimates", "threads", "seed", "patience"].map((name) =>
  Number(values[name]),
);

const common = { bundle: true, target: "es2022", logLevel: "error" };

/** Has threads sleep until they are woken. */
const withoutNaps = {
  name: "without-naps",
  setup: ({ onLoad }) => {
    onLoad({ filter: /threads\/control\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const contents = text.replace(/^const NAP = .*;$/m, "const NAP = Number.POSITIVE_INFINITY;");
      if (contents === text) throw new Error(`${path} has no nap to take out`);
      return { contents, loader: "ts" };
    });
  },
};

/** The threads' script built anew, instead of the one that scripts/build.mjs has embedded. */
const ownWorker = {
  name: "own-worker",
  setup: ({ onLoad }) => {
    onLoad({ filter: /threads\/worker\.generated\.ts$/ }, async () => {
      const entryPoints = ["src/worker/entry.ts"];
      const plugins = [withoutNaps];
      const { outputFiles } = await build({ ...common, entryPoints, plugins, format: "iife", write: false });
      return {
        contents: `export const WORKER_SOURCE = ${JSON.stringify(outputFiles[0].text)};`,
        loader: "ts",
      };
    });
  },
};

await build({
  ...common,
  entryPoints: ["test/threads/support/soak.ts"],
  outfile: "build/soak.mjs",
  format: "esm",
  platform: "node",
  plugins: [ownWorker],
});
const { soak } = await import("../../build/soak.mjs");

const start = performance.now();
const seconds = (since) => (performance.now() - since) / 1000;
let done = 0;
let last = start;
let reported = start;

const watchdog = setInterval(() => {
  if (seconds(last) > patience) {
    console.log(
      `HANG: estimate ${done + 1} on ${threads} threads has waited for ${seconds(last).toFixed(0)} s`,
    );
    process.exit(1);
  }
  if (seconds(reported) < 10) return;
  reported = performance.now();
  console.log(`${done} of ${estimates} estimates in ${seconds(start).toFixed(0)} s`);
}, 1000);

const { wrong } = await soak(estimates, threads, seed, (finished) => {
  done = finished;
  last = performance.now();
});
clearInterval(watchdog);
const found = wrong === 0 ? "all with the bits of one thread" : `${wrong} with other bits than one thread's`;
console.log(`${done} estimates on ${threads} threads in ${seconds(start).toFixed(0)} s: none hung, ${found}`);
process.exitCode = wrong === 0 ? 0 : 1;
