import { spawn } from "node:child_process";

/** Runs a program to its end, its standard output sent to ours or to standard error; throws if it fails. */
export function run(program, args, { cwd = ".", output = "inherit", env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const stdout = output === "stderr" ? process.stderr : "inherit";
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", stdout, "inherit"] });
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ${args.join(" ")} failed (${code})`));
    });
  });
}

/** Runs npm: the one that started us, if one did, whatever the path holds. */
export function npm(args, options) {
  const path = process.env.npm_execpath;
  return path ? run(process.execPath, [path, ...args], options) : run("npm", args, options);
}
