import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const file = 'read-models.sqlite';

/** Every document of the read models as it is stored, by collection and key. */
export function documentsIn(data: string): readonly string[] {
  const database = new DatabaseSync(join(data, file), { readOnly: true });
  try {
    const tables = database
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'documents %'`)
      .all()
      .map(({ name }) => String(name));
    return tables
      .flatMap((table) =>
        database
          .prepare(
            `SELECT within.name AS partition, of.name AS collection, key, ord, body, position
             FROM "${table}" JOIN names AS within ON within.id = partition
               JOIN names AS of ON of.id = collection`,
          )
          .all()
          .map((row) => `${table} ${String(row['collection'])} ${JSON.stringify(row)}`),
      )
      .toSorted();
  } finally {
    database.close();
  }
}

export function deleteDocuments(data: string): void {
  for (const name of readdirSync(data)) if (name.startsWith(file)) rmSync(join(data, name));
}
