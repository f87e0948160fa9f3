/**
 * The built page in Chromium and Firefox, isolated from other origins and not: `node test/web/run.mjs`, after
 * `npm run web:build`; with words, only those checks whose name has them. Pictures of it, in build/web, are there to be looked
 * at. A browser that is not there is skipped with a loud line, and is a failure where CI is set.
 */
import { SECURITY_POLICY } from "../../web/security-policy.mjs";
import { chromium, firefox } from "../runtimes/puppeteer.mjs";
import { ISOLATION } from "../runtimes/site.mjs";
import { firstLoad } from "./first-load.mjs";
import { ONCE, SCENARIOS } from "./scenarios.mjs";
import { Visit } from "./visit.mjs";

const BROWSERS = { Chromium: chromium, Firefox: firefox };
const POLICY = { "content-security-policy": SECURITY_POLICY };
const HEADERS = { isolated: { ...POLICY, ...ISOLATION }, "not isolated": POLICY };

const counts = { passed: 0, failed: 0, skipped: 0 };
const only = process.argv[2] ?? "";
await check("first load", firstLoad);
for (const [name, browse] of Object.entries(BROWSERS)) {
  for (const [isolation, headers] of Object.entries(HEADERS)) {
    await inBrowser(`${name}, ${isolation}`, browse, headers);
  }
}
if (counts.skipped > 0 && process.env.CI) counts.failed += counts.skipped;
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;

async function inBrowser(name, browse, headers) {
  let visit;
  try {
    visit = await Visit.begin(browse, headers);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    console.log(`${name} *** SKIPPED: ${error.message} ***`);
    counts.skipped++;
    return;
  }
  try {
    for (const [what, scenario] of Object.entries(SCENARIOS)) {
      const full = `${name}: ${what}`;
      const again = headers !== HEADERS.isolated && ONCE.has(scenario);
      if (full.includes(only) && !again) await check(full, scenario, visit, headers);
    }
  } finally {
    await visit.end();
  }
}

async function check(name, scenario, visit, headers) {
  const start = performance.now();
  try {
    const said = await scenario(visit, headers && "cross-origin-opener-policy" in headers);
    visit?.checkQuiet();
    counts.passed++;
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${name}: ${seconds} s${said ? `, ${said}` : ""}`);
  } catch (error) {
    counts.failed++;
    console.log(`${name} FAILED: ${error.message}`);
  }
}
