import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";

const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const chromium = process.env.CHROMIUM ?? PATHS.find((path) => existsSync(path));
const TYPES: Record<string, string> = { ".html": "text/html", ".js": "text/javascript" };

/** The project's files, on a free local port. */
const server = createServer(async (request, response) => {
  const path = new URL(request.url!, "http://localhost").pathname;
  try {
    const body = await readFile(join(process.cwd(), path));
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});

it("the example for browsers shows an expected output", async (context) => {
  if (!chromium && !process.env.CI) context.skip("*** SKIPPED: chromium is not installed ***");
  const { resolve: find } = createRequire(resolve("test/runtimes/package.json"));
  const { default: puppeteer } = await import(pathToFileURL(find("puppeteer-core")).href);
  await new Promise<void>((listening) => server.listen(0, "localhost", listening));
  const args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
  const browser = await puppeteer.launch({ executablePath: chromium, headless: true, args });
  try {
    const page = await browser.newPage();
    const { port } = server.address() as AddressInfo;
    await page.goto(`http://localhost:${port}/examples/browser/index.html`);
    const shown = '/^-?\\d\\.\\d{6}$/.test(document.querySelector("#mean").textContent)';
    await expect(page.waitForFunction(shown, { timeout: 30_000 })).resolves.toBeTruthy();
  } finally {
    await browser.close();
    server.close();
  }
});
