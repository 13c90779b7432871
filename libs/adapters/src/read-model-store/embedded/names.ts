import type { DatabaseSync, StatementSync } from 'node:sqlite';

const KNOWN_MAX = 100_000;

/**
 * Numbers for the names of partitions and collections, which would otherwise be most of every key.
 * A name keeps its number for ever, so that numbers can be remembered.
 */
export class Names {
  readonly #find: StatementSync;
  readonly #database: DatabaseSync;
  readonly #known = new Map<string, number>();
  #add: StatementSync | undefined;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#find = database.prepare('SELECT id FROM names WHERE name = ?');
  }

  find(name: string): number | undefined {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const row = this.#find.get(name);
    return row === undefined ? undefined : this.#remember(name, Number(row['id']));
  }

  findOrAdd(name: string): number {
    const found = this.find(name);
    if (found !== undefined) return found;
    this.#add ??= this.#database.prepare('INSERT INTO names (name) VALUES (?)');
    return this.#remember(name, Number(this.#add.run(name).lastInsertRowid));
  }

  /** What was added in a transaction that failed is not there. */
  forget(): void {
    this.#known.clear();
  }

  #remember(name: string, id: number): number {
    if (this.#known.size >= KNOWN_MAX) this.#known.clear();
    this.#known.set(name, id);
    return id;
  }
}
