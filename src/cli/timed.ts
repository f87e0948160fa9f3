/** Warm runs are repeated for about this long, in seconds. */
const TIMING = 0.5;
const MOST_RUNS = 9;

/**
 * The result of a first run, its time replaced by the median of the warm runs after it: a first run compiles what
 * it uses. One that takes long is not repeated.
 */
export async function timed<T extends { readonly seconds: number }>(run: () => Promise<T>): Promise<T> {
  const result = await run();
  const times: number[] = [];
  for (let spent = result.seconds; spent < TIMING && times.length < MOST_RUNS; spent += times.at(-1)!) {
    times.push((await run()).seconds);
  }
  times.sort((x, y) => x - y);
  return { ...result, seconds: times[times.length >> 1] ?? result.seconds };
}
