import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { load, missing } from "./missing.mjs";

const DRIVER = "/usr/bin/WebKitWebDriver";
/** Safari gives isolated pages shared memory; the GTK port lacks the code that does, and has to be told. */
const SHARED_MEMORY = { JSC_useSharedArrayBuffer: "1" };

/**
 * Opens WebKitGTK at an address, on a virtual display since it has no headless mode; ENOENT if it, its driver or Xvfb is
 * not there (Debian's webkit2gtk-driver and xvfb).
 */
export async function webkit(address) {
  const binary = miniBrowser();
  if (!existsSync(DRIVER) || !binary) throw missing("webkit2gtk-driver");
  const { Builder } = await load("selenium-webdriver");
  const { DriverService } = await load("selenium-webdriver/remote/index.js");
  const display = await virtualDisplay();
  const env = { ...process.env, ...SHARED_MEMORY, DISPLAY: display.name };
  const service = new DriverService.Builder(DRIVER).setLoopback(true).setEnvironment(env).build();
  let driver;
  const close = async () => {
    await driver?.quit();
    await service.kill();
    display.close();
  };
  try {
    const capabilities = { "webkitgtk:browserOptions": { binary, args: ["--automation"] } };
    driver = await new Builder()
      .disableEnvironmentOverrides()
      .usingServer(await service.start())
      .withCapabilities({ browserName: "MiniBrowser", ...capabilities })
      .build();
    await driver.get(address);
    return { version: (await driver.getCapabilities()).getBrowserVersion(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** WebKit's small browser, which Debian keeps in a folder named after the architecture. */
function miniBrowser() {
  const paths = readdirSync("/usr/lib").map((folder) => `/usr/lib/${folder}/webkit2gtk-4.1/MiniBrowser`);
  return paths.find((path) => existsSync(path));
}

/** An X server without a screen, on a free display that it chooses and prints. */
async function virtualDisplay() {
  const server = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  server.on("error", () => {});
  const started = once(server.stdout, "data");
  const name = await Promise.race([started, once(server, "exit").then(() => null)]).catch(() => null);
  if (name === null) throw missing("xvfb");
  return { name: `:${String(name[0]).trim()}`, close: () => server.kill() };
}
