/** Prints test/goldens/wick-smooth.json: `node scripts/wick-golden.mjs > test/goldens/wick-smooth.json`. */
import { build } from "esbuild";

const { outputFiles } = await build({
  entryPoints: ["test/support/wick-golden.ts"],
  bundle: true,
  format: "esm",
  write: false,
});
const { wickGolden } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
);
const { pairs, cases } = wickGolden();
const lines = cases.map((one) => `    ${JSON.stringify(one)}`).join(",\n");
process.stdout.write(`{\n  "pairs": ${JSON.stringify(pairs)},\n  "cases": [\n${lines}\n  ]\n}\n`);
