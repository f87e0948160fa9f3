/** Installs workerd where that has not been done yet, then runs the tests: `node examples/edge-worker/test/run.mjs`. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { npm, run } from "../../../scripts/run.mjs";

const example = fileURLToPath(new URL("..", import.meta.url));
if (!existsSync(`${example}node_modules/.package-lock.json`)) {
  process.stderr.write("kprop: installing workerd …\n");
  await npm(["ci", "--no-fund", "--no-audit"], { cwd: example, output: "stderr" });
}
await run(process.execPath, [
  "--test",
  "--test-reporter=spec",
  ...["guard", "worker", "hostile", "load"].map((name) => `${example}test/${name}.test.mjs`),
]);
