/** A pure function of plain values that remembers what it gave; the few that are enumerations are asked over and over. */
// Bundlers drop what nobody asks for. @__NO_SIDE_EFFECTS__
export function memoised<A extends unknown[], R>(compute: (...values: A) => R): (...values: A) => R {
  const known = new Map<string, R>();
  return (...values) => {
    const key = JSON.stringify(values);
    let result = known.get(key);
    if (result === undefined) {
      result = compute(...values);
      known.set(key, result);
    }
    return result;
  };
}
