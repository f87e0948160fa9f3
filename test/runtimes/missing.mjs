/** What says that a runtime is not there: code ENOENT. */
export function missing(what) {
  return Object.assign(new Error(`${what} is not installed`), { code: "ENOENT" });
}

/** A package of test/runtimes; ENOENT if it has not been installed. */
export async function load(name) {
  try {
    return await import(name);
  } catch {
    throw missing(name);
  }
}
