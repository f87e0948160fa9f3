import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import workerd from "workerd";
import { bundle } from "./bundle.mjs";

/** The worker twice: with the limits of its own, and with bindings that leave little. */
const CONFIG = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "usual", worker = .usual), (name = "small", worker = .small)],
  sockets = [
    (name = "usual", address = "127.0.0.1:0", http = (), service = "usual"),
    (name = "small", address = "127.0.0.1:0", http = (), service = "small"),
  ],
);
const modules :List(Workerd.Worker.Module) = [
  (name = "worker.mjs", esModule = embed "worker.mjs"),
  (name = "kernels.wasm", wasm = embed "kernels.wasm"),
];
const usual :Workerd.Worker = (modules = .modules, compatibilityDate = "2026-01-01");
const small :Workerd.Worker = (
  modules = .modules,
  compatibilityDate = "2026-01-01",
  bindings = [(name = "MAX_BODY_BYTES", text = "1000"), (name = "MAX_PLAN_FLOPS", json = "100")],
);
`;

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
      if (Object.keys(ports).length === 2) resolve(ports);
    });
  });
}
