import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Runs work in transactions of one connection, through statements prepared once. */
export class Transactions {
  readonly #database: DatabaseSync;
  readonly #beginRead: StatementSync;
  readonly #beginWrite: StatementSync;
  readonly #commit: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#beginRead = database.prepare('BEGIN');
    this.#beginWrite = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
  }

  /** Everything that `work` reads is of one moment. */
  read<Result>(work: () => Result): Result {
    this.#beginRead.run();
    try {
      return work();
    } finally {
      this.#commit.run();
    }
  }

  /** Everything that `work` writes is stored, or nothing. */
  write<Result>(work: () => Result): Result {
    this.#beginWrite.run();
    try {
      const result = work();
      this.#commit.run();
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}
