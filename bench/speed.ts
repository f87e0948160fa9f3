import { parseArgs } from "node:util";
import { DTYPES } from "../src/backend/dtype.ts";
import { coldStart } from "./cold-start.ts";
import { runSuite } from "./suite.ts";
import { rowTable } from "./table.ts";

const { quick, json, markdown } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    markdown: { type: "boolean", default: false },
  },
}).values;

const rows = await runSuite({
  quick,
  others: DTYPES.map(coldStart),
  say: (message) => process.stderr.write(`${message}\n`),
});
console.log(json ? JSON.stringify(rows, null, 2) : rowTable(rows, markdown));
