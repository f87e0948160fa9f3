/** Remembers the values of the keys asked for last: the oldest goes when there are more than `most`. */
export class Recent<K, V> {
  private readonly most: number;
  private readonly values = new Map<K, V>();

  constructor(most: number) {
    this.most = most;
  }

  get(key: K): V | undefined {
    const value = this.values.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: K, value: V): void {
    this.values.delete(key);
    this.values.set(key, value);
    const [oldest] = this.values.keys();
    if (this.values.size > this.most) this.values.delete(oldest!);
  }
}
