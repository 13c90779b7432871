import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { temporaryDirectory } from '#testing';
import {
  EmbeddedEventStore,
  EmbeddedReadModelStore,
  EmbeddedSnapshotStore,
  EmbeddedTextKeyStore,
  SystemRandomness,
  tighten,
} from './index.ts';

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('a data folder', () => {
  const made = temporaryDirectory();
  const former = temporaryDirectory();

  test('and all that is in it are the owner’s alone from the beginning', async () => {
    const folder = join(made, 'data');
    const stores = [
      await EmbeddedEventStore.open(folder),
      await EmbeddedReadModelStore.open(folder),
      await EmbeddedSnapshotStore.open(folder),
      EmbeddedTextKeyStore.open(folder, new SystemRandomness()),
    ];
    expect(modeOf(folder)).toBe(0o700);
    const names = readdirSync(folder);
    expect(names).toContain('events.sqlite-wal');
    for (const name of names) expect([name, modeOf(join(folder, name))]).toEqual([name, 0o600]);
    for (const store of stores) await store.close();
  });

  test('of before is tightened, and what is not the ledger’s is left alone', () => {
    const folder = former;
    for (const name of ['events.sqlite', 'keys.sqlite-wal', 'development-key.pem', 'notes.txt']) {
      writeFileSync(join(folder, name), '');
      chmodSync(join(folder, name), 0o644);
    }
    chmodSync(folder, 0o755);
    expect(tighten(folder)).toEqual([]);
    expect(modeOf(folder)).toBe(0o700);
    expect(modeOf(join(folder, 'events.sqlite'))).toBe(0o600);
    expect(modeOf(join(folder, 'keys.sqlite-wal'))).toBe(0o600);
    expect(modeOf(join(folder, 'development-key.pem'))).toBe(0o600);
    expect(modeOf(join(folder, 'notes.txt'))).toBe(0o644);
  });
});
