import type { LoadedStream } from './loaded-stream.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import { decodeState } from './state-json.ts';
import type { Ask, Met } from './stream-plan.ts';
import type { DecidedEvent, StreamRules } from './stream-rules.ts';

interface Around<State, Command, Event extends DecidedEvent, Record> {
  readonly stream: string;
  readonly rules: StreamRules<State, Command, Event, Record>;
  readonly snapshots: SnapshotStore;
}

/** What commands meet, each its own. */
export type MetBy<Command, Record> = ReadonlyMap<Ask<Command>, Met<Record>>;

/** Before its first snapshot a stream's working state has everything. */
export const NOTHING_MET: Met<never> = { receipt: undefined, archived: new Map<string, never>() };

/**
 * Looks up what commands meet that the working state does not have: receipts of keys used up to
 * the snapshot, and the finished things they name.
 */
export async function prepareAll<State, Command, Event extends DecidedEvent, Record>(
  asks: readonly Ask<Command>[],
  loaded: LoadedStream<State>,
  around: Around<State, Command, Event, Record>,
): Promise<MetBy<Command, Record>> {
  const met = new Map<Ask<Command>, Met<Record>>();
  const unknown = asks.filter(({ key }) => !loaded.keys.has(key)).map(({ key }) => key);
  const found = await around.snapshots.receipts(around.stream, unknown);
  const receipts = new Map(unknown.map((key, index) => [key, found[index]]));
  for (const ask of asks)
    met.set(ask, {
      receipt: receipts.get(ask.key),
      archived: await archivedFor(ask.command, loaded.state, around),
    });
  return met;
}

// What a command names may name more (a consumption its lots), so it is asked until nothing is new.
async function archivedFor<State, Command, Event extends DecidedEvent, Record>(
  command: Command,
  state: State,
  { stream, rules, snapshots }: Around<State, Command, Event, Record>,
): Promise<ReadonlyMap<string, Record>> {
  const archived = new Map<string, Record>();
  const missing = new Set<string>();
  for (;;) {
    const named = rules
      .namedBy(command, state, archived)
      .filter((id) => !archived.has(id) && !missing.has(id));
    if (named.length === 0) return archived;
    const records = await snapshots.archived(stream, named);
    named.forEach((id, index) => {
      const record = records[index];
      if (record === undefined) missing.add(id);
      else archived.set(id, decodeState(record) as Record);
    });
  }
}
