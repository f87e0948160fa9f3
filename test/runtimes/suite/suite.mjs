import { Digest } from "./digest.mjs";
import { estimates } from "./estimates.mjs";
import { files } from "./files.mjs";
import { gradients, trainings } from "./gradients.mjs";
import { samples } from "./samples.mjs";
import { sharedWork } from "./shared-work.mjs";

/**
 * Files read, estimates, gradients, trainings, samples and work for threads: every result has a name and a SHA-256 of its raw
 * bytes, and there is one over all of them. Runs unchanged in every runtime: `kprop` is the built library, `read` gives the bytes of one of the
 * project's files.
 */
export async function suite(kprop, read) {
  const digest = new Digest();
  for await (const [name, ...arrays] of files(kprop, read)) await digest.add(name, arrays);
  for await (const [name, ...arrays] of estimates(kprop, read)) await digest.add(name, arrays);
  for await (const [name, ...arrays] of gradients(kprop, read)) await digest.add(name, arrays);
  for await (const [name, ...arrays] of trainings(kprop, read)) await digest.add(name, arrays);
  for await (const [name, ...arrays] of samples(kprop, read)) await digest.add(name, arrays);
  const threads = { estimate: 0, sample: 0 };
  for await (const { name, arrays, kind, used } of sharedWork(kprop, read)) {
    threads[kind] = used;
    await digest.add(name, arrays);
  }
  const simd = WebAssembly.validate(await read("build/kernels.wasm"));
  return { simd, threads, results: digest.results, sha256: await digest.sha256() };
}
