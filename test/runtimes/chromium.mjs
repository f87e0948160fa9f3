import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript" };
const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The hash that the page computes in headless Chromium; ENOENT if there is none (CHROMIUM names another). */
export async function chromium() {
  const executablePath = process.env.CHROMIUM ?? PATHS.find((path) => existsSync(path));
  if (!executablePath) throw Object.assign(new Error("chromium is not installed"), { code: "ENOENT" });
  const { default: puppeteer } = await load();
  const server = await serve();
  const userDataDir = await mkdtemp(join(tmpdir(), "kprop-chromium-"));
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
  args.push("--disable-background-networking", "--disable-component-update", "--disable-sync");
  const browser = await puppeteer.launch({ executablePath, headless: true, userDataDir, args });
  try {
    const page = await browser.newPage();
    await page.goto(`http://localhost:${server.address().port}/test/runtimes/page.html`);
    await page.waitForFunction(() => /^([0-9a-f]{64}|failed.*)$/.test(document.title), { timeout: 60_000 });
    const title = await page.title();
    if (title.startsWith("failed")) throw new Error(title);
    return title;
  } finally {
    await browser.close();
    server.close();
    await rm(userDataDir, { recursive: true, force: true });
  }
}

async function load() {
  try {
    return await import("puppeteer-core");
  } catch {
    throw Object.assign(new Error("puppeteer-core is not installed"), { code: "ENOENT" });
  }
}

/** The project's files on a free local port. */
function serve() {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    try {
      const body = await readFile(join(ROOT, path));
      response
        .writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" })
        .end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => {
    server.listen(0, "localhost", () => resolve(server));
  });
}
