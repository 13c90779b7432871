import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { SystemRandomness } from '#adapters';
import { temporaryDirectory } from '#testing';
import { configOf } from './config.ts';
import {
  clockFileOf,
  filesOf,
  openEventStore,
  openManualClock,
  openReadModelStore,
  openSnapshotStore,
  openTextKeyStore,
} from './engines.ts';

const directory = temporaryDirectory();
const at = (name: string): string => `embedded:${join(directory, name)}`;

/** Opens every engine, and answers which of their files are where they are said to be. */
async function opened(environment: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const config = configOf({ CLOCK: 'manual', ...environment });
  const stores = [
    await openEventStore(config),
    await openReadModelStore(config),
    await openSnapshotStore(config),
    openTextKeyStore(config, new SystemRandomness()),
  ];
  const clock = await openManualClock(config);
  clock?.advanceTo(clock.now());
  for (const store of stores) await store.close();
  clock?.close();
  const files = [...Object.values(filesOf(config)), clockFileOf(config)];
  return files.filter((file) => existsSync(file)).map((file) => file.slice(directory.length + 1));
}

test('each engine lies where its setting says', async () => {
  expect(
    await opened({
      EVENT_STORE: at('a'),
      READ_MODEL_STORE: at('b'),
      SNAPSHOT_STORE: at('c'),
      TEXT_KEY_STORE: at('d'),
      CLOCK_STORE: at('e'),
    }),
  ).toEqual([
    'a/events.sqlite',
    'b/read-models.sqlite',
    'c/snapshots.sqlite',
    'd/keys.sqlite',
    'e/clock',
  ]);
});

test('beside the log, where nothing is said of it', async () => {
  expect(await opened({ EVENT_STORE: at('all'), READ_MODEL_STORE: at('reads') })).toEqual([
    'all/events.sqlite',
    'reads/read-models.sqlite',
    'all/snapshots.sqlite',
    'all/keys.sqlite',
    'all/clock',
  ]);
});
