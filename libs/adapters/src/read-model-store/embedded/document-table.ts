import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Document, DocumentKey, DocumentRange, DocumentWrite } from '#eventsourcing';
import { quoted } from './read-models-file.ts';

interface Row {
  readonly key: string;
  readonly ord: string | null;
  readonly body: string;
  readonly position: bigint;
}

/** The documents of one generation, through statements prepared once. */
export class DocumentTable {
  readonly #database: DatabaseSync;
  readonly #table: string;
  readonly #get: StatementSync;
  readonly #lists = new Map<string, StatementSync>();
  #writing: Writing | undefined;

  constructor(database: DatabaseSync, table: string) {
    this.#database = database;
    this.#table = quoted(table);
    this.#get = this.#reading('partition = ? AND collection = ? AND key = ?');
  }

  get({ collection, partition, key }: DocumentKey): Document | undefined {
    const row = this.#get.get(partition, collection, key) as Row | undefined;
    return row && documentOf(collection, partition, row);
  }

  list(range: DocumentRange): readonly Document[] {
    const { collection, partition, from = '', to, limit } = range;
    const bounds = to === undefined ? [from] : [from, to];
    const rows = this.#listing(range).all(partition, collection, ...bounds, limit);
    return rows.map((row) => documentOf(collection, partition, row as unknown as Row));
  }

  write({ collection, partition, key, order, body, position }: DocumentWrite): void {
    this.#writing ??= writingTo(this.#database, this.#table);
    const { remove, put, putElsewhere } = this.#writing;
    if (body === null) {
      remove.run(partition, collection, key);
      return;
    }
    const { changes } = put.run(partition, collection, key, order, body, position);
    if (changes === 0) putElsewhere.run(partition, collection, key, order, body, position);
  }

  // Documents of the same order are listed by their keys.
  #listing({ by, to, descending = false }: DocumentRange): StatementSync {
    const variant = `${by} ${to === undefined} ${descending}`;
    const known = this.#lists.get(variant);
    if (known !== undefined) return known;
    const column = by === 'key' ? 'key' : 'ord';
    const direction = descending ? 'DESC' : 'ASC';
    const statement = this.#reading(
      `partition = ? AND collection = ?
       AND ${column} >= ? ${to === undefined ? '' : `AND ${column} < ?`}
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

interface Writing {
  readonly remove: StatementSync;
  readonly put: StatementSync;
  readonly putElsewhere: StatementSync;
}

function writingTo(database: DatabaseSync, table: string): Writing {
  return {
    remove: database.prepare(
      `DELETE FROM ${table} WHERE partition = ? AND collection = ? AND key = ?`,
    ),
    // A document that stays where it is listed leaves the index of orders alone.
    put: database.prepare(
      `INSERT INTO ${table} VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (partition, collection, key)
       DO UPDATE SET body = excluded.body, position = excluded.position WHERE ord IS excluded.ord`,
    ),
    putElsewhere: database.prepare(`REPLACE INTO ${table} VALUES (?, ?, ?, ?, ?, ?)`),
  };
}

function documentOf(
  collection: string,
  partition: string,
  { key, ord, body, position }: Row,
): Document {
  return { collection, partition, key, order: ord, body, position };
}
