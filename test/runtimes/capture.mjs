import { execFile } from "node:child_process";
import { missing } from "./missing.mjs";

/** What a program prints; ENOENT if there is no such program. */
export function capture(program, args) {
  return new Promise((resolve, reject) => {
    execFile(program, args, { timeout: 120_000 }, (error, stdout, stderr) => {
      if (!error) resolve(stdout.trim());
      else if (error.code === "ENOENT") reject(missing(program));
      else reject(new Error(`${error.message}\n${stderr}`));
    });
  });
}
