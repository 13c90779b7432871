import { decodeArchived } from './archive.ts';
import { eventAt } from './command-parts.ts';
import type { EventStore, RecordedEvent, Revision } from './event-store.ts';
import { metadataOf } from './hash-chain.ts';
import type { LoadedStream } from './loaded-snapshot.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import type { FormerKey, FormerUse } from './former-key.ts';
import type { Submission, Met } from './submissions.ts';
import type { Waiting } from './waiting.ts';
import type { Aggregate, LookUps } from './aggregate.ts';
import type { StreamTypes } from './decider.ts';

interface Around<T extends StreamTypes> {
  readonly stream: string;
  readonly aggregate: Aggregate<T>;
  readonly events: EventStore;
  readonly snapshots: SnapshotStore;
}

/** What commands meet, each its own. */
export type MetBy<T extends StreamTypes> = ReadonlyMap<Submission<T>, Met<T>>;

/** A stream to decide on, and what the commands meet that is not in it; `null` is nothing. */
export interface Prepared<T extends StreamTypes> {
  readonly loaded: LoadedStream<T>;
  readonly met: MetBy<T> | null;
}

/** Before a stream's first snapshot nothing needs to be looked up, for a command that does not look back. */
export const NOTHING_MET: Met<never> = { usedAt: undefined, archived: new Map<string, never>() };

/** Which of those who wait may meet something that has to be looked up. */
export function submissionsToPrepare<T extends StreamTypes>(
  batch: readonly Waiting<T>[],
  { snapshotRevision }: LoadedStream<T>,
  { looksBack }: Pick<LookUps<T>, 'looksBack'>,
): readonly Submission<T>[] {
  const mayMeet = ({ command, former }: Submission<T>): boolean =>
    snapshotRevision > 0 || former !== undefined || looksBack(command);
  const submissions: Submission<T>[] = [];
  for (const waiting of batch) {
    if (waiting.kind === 'COMMAND' && mayMeet(waiting.submission))
      submissions.push(waiting.submission);
    if (waiting.kind === 'REHEARSAL')
      submissions.push(...waiting.rehearsals.map(({ submission }) => submission).filter(mayMeet));
  }
  return submissions;
}

/**
 * Looks up what commands meet that the working state does not have: receipts of keys used up to
 * the snapshot, and the recorded things they ask for.
 */
export async function prepareAll<T extends StreamTypes>(
  submissions: readonly Submission<T>[],
  loaded: LoadedStream<T>,
  around: Around<T>,
): Promise<MetBy<T>> {
  const met = new Map<Submission<T>, Met<T>>();
  const unknown = submissions.flatMap(keysOf).filter((key) => !loaded.keys.has(key));
  const found =
    loaded.snapshotRevision === 0 ? [] : await around.snapshots.receipts(around.stream, unknown);
  const receipts = new Map(unknown.map((key, index) => [key, found[index]]));
  const placeOfKey = (key: string): Revision | undefined =>
    loaded.keys.get(key) ?? receipts.get(key)?.firstRevision;
  for (const submission of submissions) {
    const { key, command, former } = submission;
    const usedAt = placeOfKey(key);
    const formerly = former && (await doneFormerly(former, placeOfKey(former.key), around));
    // What was done before is not decided again: it only has to be recognised.
    const isEnough = usedAt !== undefined && !around.aggregate.lookUps.looksBack(command);
    const archived = isEnough ? NOTHING_MET.archived : await archivedFor(command, loaded, around);
    met.set(submission, { usedAt, formerly, archived });
  }
  return met;
}

const keysOf = <T extends StreamTypes>({ key, former }: Submission<T>): readonly string[] =>
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
async function archivedFor<T extends StreamTypes>(
  command: T['Command'],
  { state, snapshotRevision }: LoadedStream<T>,
  around: Around<T>,
): Promise<ReadonlyMap<string, T['Record']>> {
  const { stream, aggregate, snapshots } = around;
  const archived = new Map<string, T['Record']>();
  const missing = new Set<string>();
  for (;;) {
    const named = aggregate.lookUps
      .namedBy(command, state, archived)
      .filter((id) => !archived.has(id) && !missing.has(id));
    if (named.length === 0) return archived;
    const elsewhere: string[] = [];
    for (const id of named) {
      const revision = aggregate.lookUps.placeOf(state, id);
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

async function unarchived<T extends StreamTypes>(
  id: string,
  text: string,
  around: Around<T>,
): Promise<T['Record']> {
  const archived = decodeArchived<T['Record']>(text);
  return 'is' in archived ? archived.is : recordedAt(archived.at, id, around);
}

async function recordedAt<T extends StreamTypes>(
  revision: Revision,
  id: string,
  { stream, aggregate, events }: Around<T>,
): Promise<T['Record']> {
  const recorded = await eventAt(events, stream, revision);
  const found = recorded && recordIn(recorded, aggregate);
  if (found?.[0] !== id) throw new Error(`event ${revision} of ${stream} did not record ${id}`);
  return found[1];
}

function recordIn<T extends StreamTypes>(
  recorded: RecordedEvent,
  aggregate: Aggregate<T>,
): readonly [string, T['Record']] | undefined {
  const { revision, type, data } = recorded;
  const { occurredAt, requestHash } = metadataOf(recorded);
  return aggregate.lookUps.recordOf(aggregate.codec.decode(type, data, occurredAt), {
    revision,
    requestHash,
  });
}
