import { decodeArchived } from './archive.ts';
import { eventAt } from './command-parts.ts';
import type { EventStore, RecordedEvent, Revision } from './event-store.ts';
import { metadataOf } from './hash-chain.ts';
import type { LoadedStream } from './loaded-snapshot.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import type { FormerKey, FormerUse } from './former-key.ts';
import type { Ask, Met } from './asks.ts';
import type { Waiting } from './waiting.ts';
import type { DecidedEvent, StreamRules } from './stream-rules.ts';

interface Around<State, Command, Event extends DecidedEvent, Record> {
  readonly stream: string;
  readonly rules: StreamRules<State, Command, Event, Record>;
  readonly events: EventStore;
  readonly snapshots: SnapshotStore;
}

/** What commands meet, each its own. */
export type MetBy<Command, Record> = ReadonlyMap<Ask<Command>, Met<Record>>;

/** A stream to decide on, and what the commands meet that is not in it; `null` is nothing. */
export interface Prepared<State, Command, Record> {
  readonly loaded: LoadedStream<State>;
  readonly met: MetBy<Command, Record> | null;
}

/** Before a stream's first snapshot nothing needs to be looked up, for a command that does not look back. */
export const NOTHING_MET: Met<never> = { usedAt: undefined, archived: new Map<string, never>() };

/** Which of those who wait may meet something that has to be looked up. */
export function asksToPrepare<State, Command, Event extends DecidedEvent, Record>(
  batch: readonly Waiting<State, Command, Event>[],
  { snapshotRevision }: LoadedStream<State>,
  { looksBack }: Pick<StreamRules<State, Command, Event, Record>, 'looksBack'>,
): readonly Ask<Command>[] {
  const mayMeet = ({ command, former }: Ask<Command>): boolean =>
    snapshotRevision > 0 || former !== undefined || looksBack(command);
  const asks: Ask<Command>[] = [];
  for (const waiting of batch) {
    if (waiting.kind === 'ASK' && mayMeet(waiting.ask)) asks.push(waiting.ask);
    if (waiting.kind === 'REHEARSAL')
      asks.push(...waiting.asked.map(({ ask }) => ask).filter(mayMeet));
  }
  return asks;
}

/**
 * Looks up what commands meet that the working state does not have: receipts of keys used up to
 * the snapshot, and the recorded things they ask for.
 */
export async function prepareAll<State, Command, Event extends DecidedEvent, Record>(
  asks: readonly Ask<Command>[],
  loaded: LoadedStream<State>,
  around: Around<State, Command, Event, Record>,
): Promise<MetBy<Command, Record>> {
  const met = new Map<Ask<Command>, Met<Record>>();
  const unknown = asks.flatMap(keysOf).filter((key) => !loaded.keys.has(key));
  const found =
    loaded.snapshotRevision === 0 ? [] : await around.snapshots.receipts(around.stream, unknown);
  const receipts = new Map(unknown.map((key, index) => [key, found[index]]));
  const placeOfKey = (key: string): Revision | undefined =>
    loaded.keys.get(key) ?? receipts.get(key)?.firstRevision;
  for (const ask of asks) {
    const { key, command, former } = ask;
    const usedAt = placeOfKey(key);
    const formerly = former && (await doneFormerly(former, placeOfKey(former.key), around));
    // What was done before is not decided again: it only has to be recognised.
    const isEnough = usedAt !== undefined && !around.rules.looksBack(command);
    const archived = isEnough ? NOTHING_MET.archived : await archivedFor(command, loaded, around);
    met.set(ask, { usedAt, formerly, archived });
  }
  return met;
}

const keysOf = ({ key, former }: Ask<unknown>): readonly string[] =>
  former === undefined ? [key] : [key, former.key];

async function doneFormerly(
  { isOwn }: FormerKey,
  firstRevision: Revision | undefined,
  { stream, events }: { readonly stream: string; readonly events: EventStore },
): Promise<FormerUse | undefined> {
  if (firstRevision === undefined) return undefined;
  const [first] = await events.readStream(stream, firstRevision, 1);
  const metadata = first && metadataOf(first);
  if (metadata === undefined || !isOwn(metadata)) return undefined;
  return { firstRevision, requestHash: metadata.requestHash };
}

// What a command names may name more (a consumption its lots), so it is asked until nothing is new.
async function archivedFor<State, Command, Event extends DecidedEvent, Record>(
  command: Command,
  { state, snapshotRevision }: LoadedStream<State>,
  around: Around<State, Command, Event, Record>,
): Promise<ReadonlyMap<string, Record>> {
  const { stream, rules, snapshots } = around;
  const archived = new Map<string, Record>();
  const missing = new Set<string>();
  for (;;) {
    const named = rules
      .namedBy(command, state, archived)
      .filter((id) => !archived.has(id) && !missing.has(id));
    if (named.length === 0) return archived;
    const elsewhere: string[] = [];
    for (const id of named) {
      const revision = rules.placeOf(state, id);
      if (revision === undefined) elsewhere.push(id);
      else archived.set(id, await recordedAt(revision, id, around));
    }
    const records = snapshotRevision === 0 ? [] : await snapshots.archived(stream, elsewhere);
    for (const [index, id] of elsewhere.entries()) {
      const record = records[index];
      if (record === undefined) missing.add(id);
      else archived.set(id, await unarchived(id, record, around));
    }
  }
}

async function unarchived<State, Command, Event extends DecidedEvent, Record>(
  id: string,
  text: string,
  around: Around<State, Command, Event, Record>,
): Promise<Record> {
  const archived = decodeArchived<Record>(text);
  return 'is' in archived ? archived.is : recordedAt(archived.at, id, around);
}

async function recordedAt<State, Command, Event extends DecidedEvent, Record>(
  revision: Revision,
  id: string,
  { stream, rules, events }: Around<State, Command, Event, Record>,
): Promise<Record> {
  const recorded = await eventAt(events, stream, revision);
  const found = recorded && recordIn(recorded, rules);
  if (found?.[0] !== id) throw new Error(`event ${revision} of ${stream} did not record ${id}`);
  return found[1];
}

function recordIn<State, Command, Event extends DecidedEvent, Record>(
  recorded: RecordedEvent,
  rules: StreamRules<State, Command, Event, Record>,
): readonly [string, Record] | undefined {
  const { revision, type, data } = recorded;
  const { occurredAt, requestHash } = metadataOf(recorded);
  return rules.recordOf(rules.decodeEvent(type, data, occurredAt), { revision, requestHash });
}
