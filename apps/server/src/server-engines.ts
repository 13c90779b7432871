import { requireSoundFiles, SystemRandomness, tighten, type ManualClock } from '#adapters';
import { renewOutdated } from '#application';
import type { EventStore, ReadModelStore, SnapshotStore } from '#eventsourcing';
import type { Logger } from 'pino';
import { CannotStart, startingWith } from './cannot-start.ts';
import type { Config } from './config.ts';
import {
  clockFileOf,
  filesOf,
  foldersOf,
  openEventStore,
  openManualClock,
  openReadModelStore,
  openSnapshotStore,
  openTextKeyStore,
  type EnginePlaces,
} from './engines.ts';

type Engines = Awaited<ReturnType<typeof openEngines>>;

const RENEWING = 'the read models are of another version and made anew: this takes a moment';

/** Opens what a server needs. A file that is damaged, or a log that was cut, is named. */
export async function openEngines(config: Config, log: Logger) {
  const files = filesOf(config);
  for (const folder of foldersOf(config))
    await startingWith(folder, () => requireSoundFiles(folder));
  const events = await startingWith(files.events, () => openEventStore(config));
  // Opened for writing once, so that the files are there before anyone only reads them.
  const writable = await startingWith(files.readModels, () => openReadModelStore(config));
  const snapshots = await startingWith(files.snapshots, () => openSnapshotStore(config));
  await requireWholeHistory(config, { events, readModels: writable, snapshots });
  await renewOutdated(events, writable, () => log.info(RENEWING));
  await writable.close();
  const readModels = await openReadModelStore(config, { readOnly: true });
  const randomness = new SystemRandomness();
  const textKeys = await startingWith(files.textKeys, () => openTextKeyStore(config, randomness));
  return { events, readModels, snapshots, textKeys, randomness };
}

/** Lets go of the files, once nothing uses them. */
export async function closeEngines(engines: Engines): Promise<void> {
  await engines.events.close();
  await Promise.all([engines.readModels.close(), engines.snapshots.close()]);
  engines.textKeys.close();
}

/** The clock that `ClockService` moves, where the configuration asks for it. */
export const clockMovedByHand = (config: Config): Promise<ManualClock | null> =>
  startingWith(clockFileOf(config), () => openManualClock(config));

/** Lets nobody but the owner read what the engines keep; where that fails, it is logged once. */
export function keepPrivate(places: EnginePlaces, log: Logger): void {
  const open = foldersOf(places).flatMap((folder) => tighten(folder));
  if (open.length > 0)
    log.warn({ paths: open }, 'others than the owner may read the data, and it cannot be changed');
}

// Whoever has read further than the log goes has seen acknowledged events that are gone.
async function requireWholeHistory(
  places: EnginePlaces,
  {
    events,
    readModels,
    snapshots,
  }: {
    readonly events: EventStore;
    readonly readModels: ReadModelStore;
    readonly snapshots: SnapshotStore;
  },
): Promise<void> {
  const files = filesOf(places);
  const head = await events.head();
  const checkpoints = [
    [files.readModels, await readModels.checkpoint('projections')],
    [files.snapshots, await snapshots.checkpoint()],
  ] as const;
  for (const [reader, checkpoint] of checkpoints)
    if (checkpoint > head)
      throw new CannotStart(
        `History was cut: ${reader} has read up to ${checkpoint}, ` +
          `but ${files.events} ends at ${head}.`,
      );
}
