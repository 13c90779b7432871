import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Document, DocumentKey, DocumentRange, DocumentWrite } from '#eventsourcing';
import type { Names } from './names.ts';
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
  readonly #names: Names;
  readonly #get: StatementSync;
  readonly #lists = new Map<string, StatementSync>();
  #writing: Writing | undefined;

  constructor(database: DatabaseSync, table: string, names: Names) {
    this.#database = database;
    this.#table = quoted(table);
    this.#names = names;
    this.#get = this.#reading('partition = ? AND collection = ? AND key = ?');
  }

  get({ collection, partition, key }: DocumentKey): Document | undefined {
    const within = this.#names.find(partition);
    const of = this.#names.find(collection);
    if (within === undefined || of === undefined) return undefined;
    const row = this.#get.get(within, of, key) as Row | undefined;
    return row && documentOf(collection, partition, row);
  }

  list(range: DocumentRange): readonly Document[] {
    const { collection, partition, from = '', to, limit } = range;
    const within = this.#names.find(partition);
    const of = this.#names.find(collection);
    if (within === undefined || of === undefined) return [];
    const bounds = to === undefined ? [from] : [from, to];
    const rows = this.#listing(range).all(within, of, ...bounds, limit);
    return rows.map((row) => documentOf(collection, partition, row as unknown as Row));
  }

  /** Partition by partition, so that pages are written in their order and found where they were left. */
  writeAll(writes: readonly DocumentWrite[]): void {
    const byPartition = new Map<number, DocumentWrite[]>();
    for (const write of writes) {
      const within = this.#names.findOrAdd(write.partition);
      const others = byPartition.get(within);
      if (others === undefined) byPartition.set(within, [write]);
      else others.push(write);
    }
    for (const within of [...byPartition.keys()].toSorted((a, b) => a - b))
      for (const write of byPartition.get(within) ?? []) this.#write(within, write);
  }

  #write(within: number, { collection, key, order, body, position }: DocumentWrite): void {
    this.#writing ??= writingTo(this.#database, this.#table);
    const { remove, put, putElsewhere } = this.#writing;
    const of = this.#names.findOrAdd(collection);
    if (body === null) {
      remove.run(within, of, key);
      return;
    }
    const { changes } = put.run(within, of, key, order, body, position);
    if (changes === 0) putElsewhere.run(within, of, key, order, body, position);
  }

  // Documents of the same order are listed by their keys. SQLite plans anew whenever another value
  // is bound to a bare LIMIT, which costs more than the list; to an expression it does not.
  #listing({ by, to, descending = false }: DocumentRange): StatementSync {
    const variant = `${by} ${to === undefined} ${descending}`;
    const known = this.#lists.get(variant);
    if (known !== undefined) return known;
    const column = by === 'key' ? 'key' : 'ord';
    const direction = descending ? 'DESC' : 'ASC';
    const statement = this.#reading(
      `partition = ? AND collection = ?
       AND ${column} >= ? ${to === undefined ? '' : `AND ${column} < ?`}
       ORDER BY ${column} ${direction}, key ${direction} LIMIT CAST(? AS INTEGER)`,
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
