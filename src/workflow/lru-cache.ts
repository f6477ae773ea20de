/** Keeps the values that were used last. What could not be made is made again next time. */
export class LruCache<Made extends Promise<unknown>> {
  private readonly values = new Map<string, Made>();

  constructor(private readonly most: number) {}

  get(key: string, make: () => Made): Made {
    const known = this.values.get(key);
    const value = known ?? make();
    this.values.delete(key);
    this.values.set(key, value);
    if (!known) {
      value.catch(() => this.values.delete(key));
      const [oldest] = this.values.keys();
      if (this.values.size > this.most && oldest !== undefined) this.values.delete(oldest);
    }
    return value;
  }
}
