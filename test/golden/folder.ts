import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EmbeddedReadModelStore } from '#adapters';
import { ProjectionFollower, rebuildReadModels } from '#application';
import { type Head, metadataOf, type RecordedEvent } from '#eventsourcing';
import { Installation, type TestClock } from '../faults/installation.ts';
import { play } from './playing.ts';
import { stories } from './stories/index.ts';

const root = join(import.meta.dirname, 'folders');

/** The data folders that earlier versions left, by the version. */
export const folders = (): readonly string[] => readdirSync(root);

const SNAPSHOT_EVERY = 6;
const BATCH = 50;

/** Leaves the data folder that this version makes of all stories, unless there is one. */
export async function leaveFolder(version: string, clock: TestClock): Promise<void> {
  if (existsSync(join(root, version))) return;
  const made = mkdtempSync(join(tmpdir(), 'credits-golden-'));
  const here = await Installation.open(made, { clock, snapshotEvery: SNAPSHOT_EVERY });
  const heads: Record<string, Head> = {};
  for (const story of stories) {
    const last = (await play(here, clock, story)).at(-1) as RecordedEvent;
    heads[last.stream] = { revision: last.revision, hash: metadataOf(last).hash };
  }
  const store = await EmbeddedReadModelStore.open(made);
  const follower = new ProjectionFollower(here.events, store);
  for (let from = await follower.checkpoint(); ;) {
    const events = await here.events.readAll(from, BATCH);
    const last = events.at(-1);
    if (last === undefined) break;
    await follower.handle(events);
    from = last.position;
  }
  await store.close();
  await here.close();
  const files = readdirSync(made).filter((file) => file.endsWith('.sqlite'));
  for (const file of files) {
    const database = new DatabaseSync(join(made, file));
    database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    cpSync(join(made, file), join(root, version, file));
  }
  writeFileSync(join(root, version, 'heads.json'), `${JSON.stringify(heads, null, 2)}\n`);
}

/** Where each stream of such a folder ended. */
export const headsIn = (version: string): Readonly<Record<string, Head>> =>
  JSON.parse(readFileSync(join(root, version, 'heads.json'), 'utf8')) as Record<string, Head>;

/** A copy of such a folder, to be used as this version uses it. */
export function copyOf(version: string, to: string): string {
  for (const file of readdirSync(join(root, version)))
    if (file.endsWith('.sqlite')) cpSync(join(root, version, file), join(to, file));
  return to;
}

/** Makes the read models of a folder anew. */
export async function rebuild(directory: string, clock: TestClock): Promise<void> {
  const here = await Installation.open(directory, { clock });
  const store = await EmbeddedReadModelStore.open(directory);
  await rebuildReadModels(here.events, store);
  await store.close();
  await here.close();
}
