import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load, missing } from "./missing.mjs";

const CHROMIUMS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const FIREFOXES = ["/usr/bin/firefox-esr", "/usr/bin/firefox"];

/** Opens headless Chromium at an address; ENOENT if there is none (CHROMIUM names another). */
export function chromium(address) {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
  args.push("--disable-background-networking", "--disable-component-update", "--disable-sync");
  return browse(address, "chromium", find(process.env.CHROMIUM, CHROMIUMS), { args });
}

/** Opens headless Firefox at an address, by WebDriver BiDi; ENOENT if there is none (FIREFOX names another). */
export function firefox(address) {
  return browse(address, "firefox", find(process.env.FIREFOX, FIREFOXES), { browser: "firefox" });
}

function find(named, paths) {
  return named ?? paths.find((path) => existsSync(path));
}

async function browse(address, name, executablePath, options) {
  if (!executablePath) throw missing(name);
  const { default: puppeteer } = await load("puppeteer-core");
  const userDataDir = await mkdtemp(join(tmpdir(), `kprop-${name}-`));
  const browser = await puppeteer.launch({ executablePath, headless: true, userDataDir, ...options });
  const close = async () => {
    await browser.close();
    await rm(userDataDir, { recursive: true, force: true });
  };
  try {
    const page = await browser.newPage();
    await page.goto(address);
    return { version: (await browser.version()).split("/").pop(), page, close };
  } catch (error) {
    await close();
    throw error;
  }
}
