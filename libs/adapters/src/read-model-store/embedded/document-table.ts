import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Document, DocumentKey, DocumentRange, DocumentWrite } from '#eventsourcing';
import { quoted } from './read-models-file.ts';

interface Row {
  readonly key: string;
  readonly ord: string | null;
  readonly body: string;
  readonly position: bigint;
}

/** The documents of one collection in one generation, through statements prepared once. */
export class DocumentTable {
  readonly #database: DatabaseSync;
  readonly #table: string;
  readonly #get: StatementSync;
  readonly #lists = new Map<string, StatementSync>();
  #put: StatementSync | undefined;
  #putElsewhere: StatementSync | undefined;
  #remove: StatementSync | undefined;

  constructor(database: DatabaseSync, table: string) {
    this.#database = database;
    this.#table = quoted(table);
    this.#get = this.#reading('partition = ? AND key = ?');
  }

  get({ collection, partition, key }: DocumentKey): Document | undefined {
    const row = this.#get.get(partition, key) as Row | undefined;
    return row && documentOf(collection, partition, row);
  }

  list(range: DocumentRange): readonly Document[] {
    const { collection, partition, from = '', to, limit } = range;
    const bounds = to === undefined ? [from] : [from, to];
    const rows = this.#listing(range).all(partition, ...bounds, limit) as unknown as readonly Row[];
    return rows.map((row) => documentOf(collection, partition, row));
  }

  write({ partition, key, order, body, position }: DocumentWrite): void {
    if (body === null) {
      this.#remove ??= this.#database.prepare(
        `DELETE FROM ${this.#table} WHERE partition = ? AND key = ?`,
      );
      this.#remove.run(partition, key);
      return;
    }
    // A document that stays where it is listed leaves the index of orders alone.
    this.#put ??= this.#database.prepare(
      `INSERT INTO ${this.#table} VALUES (?, ?, ?, ?, ?) ON CONFLICT (partition, key)
       DO UPDATE SET body = excluded.body, position = excluded.position WHERE ord IS excluded.ord`,
    );
    if (this.#put.run(partition, key, order, body, position).changes !== 0) return;
    this.#putElsewhere ??= this.#database.prepare(
      `REPLACE INTO ${this.#table} VALUES (?, ?, ?, ?, ?)`,
    );
    this.#putElsewhere.run(partition, key, order, body, position);
  }

  // Documents of the same order are listed by their keys.
  #listing({ by, to, descending = false }: DocumentRange): StatementSync {
    const variant = `${by} ${to === undefined} ${descending}`;
    const known = this.#lists.get(variant);
    if (known !== undefined) return known;
    const column = by === 'key' ? 'key' : 'ord';
    const direction = descending ? 'DESC' : 'ASC';
    const statement = this.#reading(
      `partition = ? AND ${column} >= ? ${to === undefined ? '' : `AND ${column} < ?`}
       ORDER BY ${column} ${direction}, key ${direction} LIMIT ?`,
    );
    this.#lists.set(variant, statement);
    return statement;
  }

  #reading(where: string): StatementSync {
    const statement = this.#database.prepare(
      `SELECT key, ord, body, position FROM ${this.#table} WHERE ${where}`,
    );
    statement.setReadBigInts(true);
    return statement;
  }
}

function documentOf(
  collection: string,
  partition: string,
  { key, ord, body, position }: Row,
): Document {
  return { collection, partition, key, order: ord, body, position };
}
