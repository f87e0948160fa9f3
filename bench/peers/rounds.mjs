/** Pause before each measurement, in milliseconds: the one before may have left threads that still wait for work. */
const PAUSE = 20;
/** Runs of each batch that its choice is made from. */
const TRIALS = 4;

/**
 * Times all rows in turn, round by round, so that a machine whose speed drifts slows down all of them alike. A row has
 * `work`, what one `run()` does, and, if `run(batch)` takes one, the `batches` to choose from.
 *
 * @returns for each row its `rates`, one a round, in work a second, and its `batch`
 */
export async function measure(rows, { rounds, milliseconds }) {
  const timings = [];
  for (const row of rows) timings.push({ row, batch: await fastestBatch(row), rates: [] });
  for (let round = 0; round < rounds; round++) {
    for (const { row, batch, rates } of timings) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      rates.push(await rate(row, batch, milliseconds));
    }
  }
  return timings;
}

/** The batch that was ever the fastest in some runs of all in turn, which warm up as well; undefined if the row has none. */
async function fastestBatch(row) {
  const best = { batch: undefined, rate: 0 };
  for (let trial = 0; trial < TRIALS; trial++) {
    for (const batch of row.batches ?? [undefined]) {
      const reached = await rate(row, batch, 0);
      if (reached > best.rate) Object.assign(best, { batch, rate: reached });
    }
  }
  return best.batch;
}

/** Repeats until so many milliseconds have passed, once at least. */
async function rate({ run, work }, batch, milliseconds) {
  const start = performance.now();
  let done = 0;
  let passed = 0;
  do {
    await run(batch);
    done += work;
    passed = performance.now() - start;
  } while (passed < milliseconds);
  return (done / passed) * 1000;
}

/** The median over rounds of one timing's rate as a multiple of another's. */
export function timesAsFast(timing, other) {
  return median(timing.rates.map((rate, round) => rate / other.rates[round]));
}

export function median(values) {
  const sorted = values.toSorted((x, y) => x - y);
  return sorted[sorted.length >> 1];
}
