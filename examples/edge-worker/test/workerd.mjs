import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import workerd from "workerd";
import { bundle } from "./bundle.mjs";

/**
 * The bindings of each worker: the defaults; little of everything; room for two bodies, which may take an hour; no time. Text where
 * a tool knows no other variables.
 */
const WORKERS = {
  usual: {},
  small: { MAX_BODY_BYTES: "1000", MAX_PLAN_FLOPS: 100 },
  crowded: { MAX_BUFFERED_BYTES: 80_000, MAX_BODY_SECONDS: 3600 },
  hurried: { MAX_BODY_SECONDS: 0.1 },
};
const NAMES = Object.keys(WORKERS);

const CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const modules :List(Workerd.Worker.Module) = [
  (name = "worker.mjs", esModule = embed "worker.mjs"),
  (name = "kernels.wasm", wasm = embed "kernels.wasm"),
];
const config :Workerd.Config = (
  services = [${NAMES.map(service)}],
  sockets = [${NAMES.map((name) => `(name = "${name}", address = "127.0.0.1:0", http = (), service = "${name}")`)}],
);
`;

function service(name) {
  const bindings = Object.entries(WORKERS[name]).map(
    ([key, value]) => `(name = "${key}", ${typeof value === "string" ? "text" : "json"} = "${value}")`,
  );
  const worker = `modules = .modules, compatibilityDate = "2026-01-01", bindings = [${bindings}]`;
  return `(name = "${name}", worker = (${worker}))`;
}

/** Starts workerd: the port of each socket, and how to end it. */
export async function startWorkerd() {
  const folder = await mkdtemp(join(tmpdir(), "kprop-edge-"));
  await bundle("worker", folder, ["workerd", "import"]);
  await writeFile(join(folder, "config.capnp"), CONFIG);
  const args = ["serve", "--control-fd=3", join(folder, "config.capnp")];
  const child = spawn(workerd.default, args, { stdio: ["ignore", "inherit", "inherit", "pipe"] });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const stop = async () => {
    child.kill();
    await ended;
    await rm(folder, { recursive: true });
  };
  try {
    return { ports: await listening(child), pid: child.pid, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** workerd tells each port, which the system chose, in a line of JSON. */
function listening(child) {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`workerd ended (${code})`)));
    const ports = {};
    let text = "";
    child.stdio[3].setEncoding("utf8").on("data", (data) => {
      const lines = (text + data).split("\n");
      text = lines.pop();
      for (const line of lines) {
        const { event, socket, port } = JSON.parse(line);
        if (event === "listen") ports[socket] = port;
      }
      if (Object.keys(ports).length === NAMES.length) resolve(ports);
    });
  });
}
