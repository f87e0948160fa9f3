/** The first result in which a report differs from that of another runtime; null: none. */
export function firstDifference({ runtime, report: expected }, report) {
  if (report.sha256 === expected.sha256) return null;
  const same = (result, i) =>
    result.name === expected.results[i]?.name && result.sha256 === expected.results[i].sha256;
  const at = report.results.findIndex((result, i) => !same(result, i));
  return `differs from ${runtime}, first in "${(report.results[at] ?? expected.results.at(-1)).name}"`;
}

/** Why the threads that a report says were used are not those expected; null: they are. */
export function wrongThreads(expected, { threads }) {
  for (const kind of ["estimate", "sample"]) {
    if (threads[kind] !== expected[kind]) {
      return `${kind} used ${threads[kind]} threads; expected ${expected[kind]}`;
    }
  }
  return null;
}
