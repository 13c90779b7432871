import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  CLOCK_FILE,
  DATA_FILES,
  EmbeddedEventStore,
  EmbeddedReadModelStore,
  EmbeddedSnapshotStore,
  EmbeddedTextKeyStore,
  ManualClock,
} from '#adapters';
import type {
  EventStore,
  Randomness,
  ReadModelStore,
  SnapshotStore,
  TextKeyStore,
} from '#eventsourcing';
import type { Config } from './config.ts';

/** Where each engine keeps what it keeps. Threads are told this, too. */
export type EnginePlaces = Pick<
  Config,
  'eventStore' | 'readModelStore' | 'snapshotStore' | 'textKeyStore' | 'clockStore'
>;

type Manner = { readonly readOnly?: boolean };

// Configuration becomes ports in this file and nowhere else, for the server, its threads and the
// command line.

export const openEventStore = (
  { eventStore }: EnginePlaces,
  manner: Manner = {},
): Promise<EventStore> => EmbeddedEventStore.open(eventStore, manner);

export const openReadModelStore = (
  { readModelStore }: EnginePlaces,
  manner: Manner = {},
): Promise<ReadModelStore> => EmbeddedReadModelStore.open(readModelStore, manner);

export const openSnapshotStore = (
  { snapshotStore }: EnginePlaces,
  manner: Manner = {},
): Promise<SnapshotStore> => EmbeddedSnapshotStore.open(snapshotStore, manner);

/** What was erased is kept with the log, apart from the keys. */
export const openTextKeyStore = (
  { textKeyStore, eventStore }: EnginePlaces,
  randomness: Randomness,
): TextKeyStore => EmbeddedTextKeyStore.open(textKeyStore, randomness, eventStore);

/** The clock that `ClockService` moves, where the configuration asks for it. */
export async function openManualClock({
  clock,
  ...places
}: EnginePlaces & Pick<Config, 'clock'>): Promise<ManualClock | null> {
  return clock === 'SYSTEM' ? null : ManualClock.open(clockFileOf(places), clock.manualFrom);
}

export const clockFileOf = ({ clockStore }: Pick<EnginePlaces, 'clockStore'>): string =>
  join(clockStore, CLOCK_FILE);

/** The file of each engine, named where it cannot be opened. */
export const filesOf = (places: EnginePlaces) => ({
  events: join(places.eventStore, DATA_FILES.events),
  readModels: join(places.readModelStore, DATA_FILES.readModels),
  snapshots: join(places.snapshotStore, DATA_FILES.snapshots),
  textKeys: join(places.textKeyStore, DATA_FILES.textKeys),
});

/** Whether an engine has kept anything yet. */
export const isThere = (engine: keyof ReturnType<typeof filesOf>, places: EnginePlaces): boolean =>
  existsSync(filesOf(places)[engine]);

/** Every folder that something is kept in, once each. */
export const foldersOf = (places: EnginePlaces): readonly string[] => [
  ...new Set([
    places.eventStore,
    places.readModelStore,
    places.snapshotStore,
    places.textKeyStore,
    places.clockStore,
  ]),
];
