/** Draws docs/explorer.png: the Explorer in Chromium after its first race. `npm run web:picture` */

import { chromium } from "../test/runtimes/puppeteer.mjs";
import { ISOLATION, Site } from "../test/runtimes/site.mjs";
import { SECURITY_POLICY } from "../web/security-policy.mjs";

const site = new Site({ ...ISOLATION, "content-security-policy": SECURITY_POLICY });
const { page, close } = await chromium("about:blank");
try {
  await page.setViewport({ width: 1280, height: 700, deviceScaleFactor: 1.5 });
  await page.goto(`${await site.open()}/web/dist/index.html`);
  await page.waitForSelector("button.stop");
  await page.waitForSelector("button.go:not(:disabled)", { timeout: 60_000 });
  await page.screenshot({ path: "docs/explorer.png" });
} finally {
  await close();
  site.close();
}
