/** Puts an item into a list that rises by `key`, after those of the same. */
export function insertSorted<T>(list: T[], item: T, key: (item: T) => number): void {
  const place = key(item);
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(list[middle]!) <= place) low = middle + 1;
    else high = middle;
  }
  list.splice(low, 0, item);
}
