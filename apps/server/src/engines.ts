import { join } from 'node:path';
import {
  DATA_FILES,
  EmbeddedEventStore,
  EmbeddedReadModelStore,
  EmbeddedSnapshotStore,
  EmbeddedTextKeyStore,
  ManualClock,
  requireSoundFiles,
  SystemRandomness,
  tighten,
} from '#adapters';
import { renewOutdated } from '#application';
import type { EventStore, ReadModelStore, SnapshotStore } from '#eventsourcing';
import type { Logger } from 'pino';
import { CannotStart, startingWith } from './cannot-start.ts';
import type { Config } from './config.ts';

type Engines = Awaited<ReturnType<typeof openEngines>>;

const RENEWING = 'the read models are of another version and made anew: this takes a moment';

/** Opens the embedded engines. A file that is damaged, or a log that was cut, is named. */
export async function openEngines(config: Config, log: Logger) {
  const { eventStore, readModelStore } = config;
  for (const folder of new Set([eventStore, readModelStore]))
    await startingWith(folder, () => requireSoundFiles(folder));
  const events = await opened(eventStore, DATA_FILES.events, (folder) =>
    EmbeddedEventStore.open(folder),
  );
  // Opened for writing once, so that the files are there before anyone only reads them.
  const writable = await opened(readModelStore, DATA_FILES.readModels, (folder) =>
    EmbeddedReadModelStore.open(folder),
  );
  const snapshots = await opened(eventStore, DATA_FILES.snapshots, (folder) =>
    EmbeddedSnapshotStore.open(folder),
  );
  await requireWholeHistory(config, { events, readModels: writable, snapshots });
  await renewOutdated(events, writable, () => log.info(RENEWING));
  await writable.close();
  const readModels = await EmbeddedReadModelStore.open(readModelStore, { readOnly: true });
  const randomness = new SystemRandomness();
  const textKeys = await opened(eventStore, DATA_FILES.textKeys, (folder) =>
    EmbeddedTextKeyStore.open(folder, randomness),
  );
  return { events, readModels, snapshots, textKeys, randomness };
}

/** Lets go of the files, once nothing uses them. */
export async function closeEngines(engines: Engines): Promise<void> {
  await engines.events.close();
  await Promise.all([engines.readModels.close(), engines.snapshots.close()]);
  engines.textKeys.close();
}

/** The clock that `ClockService` moves, where the configuration asks for it. */
export async function clockMovedByHand({ clock, eventStore }: Config): Promise<ManualClock | null> {
  if (clock === 'SYSTEM') return null;
  return opened(eventStore, 'clock', (folder) =>
    ManualClock.open(join(folder, 'clock'), clock.manualFrom),
  );
}

/** Lets nobody but the owner read what the engines keep; where that fails, it is logged once. */
export function keepPrivate({ eventStore, readModelStore }: Config, log: Logger): void {
  const open = [...new Set([eventStore, readModelStore])].flatMap((folder) => tighten(folder));
  if (open.length > 0)
    log.warn({ paths: open }, 'others than the owner may read the data, and it cannot be changed');
}

function opened<Engine>(
  folder: string,
  name: string,
  open: (folder: string) => Engine | Promise<Engine>,
): Promise<Engine> {
  return startingWith(join(folder, name), () => open(folder));
}

// Whoever has read further than the log goes has seen acknowledged events that are gone.
async function requireWholeHistory(
  { eventStore, readModelStore }: Config,
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
  const head = await events.head();
  const checkpoints = [
    [join(readModelStore, DATA_FILES.readModels), await readModels.checkpoint('projections')],
    [join(eventStore, DATA_FILES.snapshots), await snapshots.checkpoint()],
  ] as const;
  for (const [reader, checkpoint] of checkpoints)
    if (checkpoint > head)
      throw new CannotStart(
        `History was cut: ${reader} has read up to ${checkpoint}, ` +
          `but ${join(eventStore, DATA_FILES.events)} ends at ${head}.`,
      );
}
