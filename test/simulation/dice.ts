/** Chance that was drawn beforehand, so that a failing sequence can be made shorter and plainer. */
export class Dice {
  readonly #numbers: readonly number[];
  #used = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** 0 to n − 1; 0 once the dice are used up. */
  below(n: number): number {
    const number = this.#numbers[this.#used] ?? 0;
    this.#used += 1;
    return number % n;
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.below(items.length)] ?? items[0];
  }

  anyOf<Item>(items: readonly Item[]): Item | undefined {
    return items.length === 0 ? undefined : items[this.below(items.length)];
  }

  oneIn(n: number): boolean {
    return this.below(n) === n - 1;
  }
}
