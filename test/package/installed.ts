import { execFile } from "node:child_process";
import { copyFile, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

export const run = promisify(execFile);

/** An empty project with the packed tarball installed in it, and scripts that use it. */
export async function installed(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kprop-consumer-"));
  const limit = { timeout: 120_000 };
  const packed = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const { stdout } = await run("npm", packed, limit);
  const tarball: string = JSON.parse(stdout)[0].filename;
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const install = ["install", "--offline", "--no-audit", "--no-fund", `./${tarball}`];
  await run("npm", install, { ...limit, cwd: folder });
  await copyFile("test/package/sample.ts", join(folder, "sample.ts"));
  const training = 'import { valueAndGradient } from "kprop/training";';
  await writeFile(
    join(folder, "use.mjs"),
    `import { ${USED} } from "kprop";\n${training}\n${CALL}${GRADIENT}`,
  );
  await writeFile(
    join(folder, "use.cjs"),
    `const { ${USED} } = require("kprop");\n(async () => {${CALL}})();\n`,
  );
  return folder;
}

const USED = "makeNetwork, sample, estimate";
/** The sum of two inputs that have mean 1: prints 2, computed by the kernels. */
const CALL = `
const network = makeNetwork({ layers: [{ weight: [[1, 1]] }], input: { mean: [1, 1] } });
const { output } = await estimate(network, { order: 2 });
await sample(network, { samples: 10, seed: 1 });
console.log(Math.round(output.mean[0]));
`;
/** The derivative of that sum by a weight: the input's mean, 1. */
const GRADIENT = `
const { gradient } = await valueAndGradient(network, { type: "mean", output: 0 });
if (Math.abs(gradient.layers[0].weight[1] - 1) > 1e-6) throw new Error("a wrong derivative");
`;
