import {
  metadataOf,
  type EventMetadata,
  type Head,
  type KeyReceipt,
  type RecordedEvent,
  type Revision,
  type SnapshotStore,
} from '#eventsourcing';
import type { BadEvent } from './bad-event.ts';

/**
 * What snapshots and receipts remember of a stream. They are written after the log, so whatever
 * they have must be there, as they have it.
 */
export class KeptHeads {
  readonly #stream: string;
  readonly #snapshots: SnapshotStore | undefined;
  readonly #snapshot: Head | undefined;
  /** The receipts of the keys of the page at hand. */
  #receipts: ReadonlyMap<string, KeyReceipt> = new Map();
  #lastReceived: Revision = 0;

  private constructor(stream: string, snapshots?: SnapshotStore, snapshot?: Head) {
    this.#stream = stream;
    this.#snapshots = snapshots;
    this.#snapshot = snapshot;
  }

  static async of(stream: string, snapshots: SnapshotStore | undefined): Promise<KeptHeads> {
    return new KeptHeads(stream, snapshots, await snapshots?.load(stream));
  }

  /** Looks up the receipts of a page's keys. */
  async learn(page: readonly RecordedEvent[]): Promise<void> {
    if (this.#snapshots === undefined) return;
    const keys = [...new Set(page.flatMap(keyIn))];
    const receipts = await this.#snapshots.receipts(this.#stream, keys);
    const found = receipts.filter((receipt) => receipt !== undefined);
    this.#receipts = new Map(found.map((receipt) => [receipt.key, receipt]));
    for (const { lastRevision } of found)
      if (lastRevision > this.#lastReceived) this.#lastReceived = lastRevision;
  }

  faultAt(
    { revision }: RecordedEvent,
    { hash, idempotencyKey, requestHash }: EventMetadata,
  ): string | null {
    const snapshot = this.#snapshot;
    if (snapshot?.revision === revision && snapshot.hash !== hash)
      return 'the snapshot made here has another hash: history was rewritten';
    const receipt = this.#receipts.get(idempotencyKey);
    if (receipt === undefined || receipt.requestHash === requestHash) return null;
    return `the receipt of its key ${idempotencyKey} has another hash: history was rewritten`;
  }

  /** The first event that is missing behind a head, if anything is. */
  cutBehind({ revision }: Head): BadEvent | null {
    const snapshot = this.#snapshot?.revision ?? 0;
    const known = Math.max(snapshot, this.#lastReceived);
    if (known <= revision) return null;
    const witness = snapshot === known ? 'a snapshot' : 'a receipt';
    return {
      revision: revision + 1,
      eventId: '',
      problem: `history was cut: it ends at revision ${revision}, ${witness} has revision ${known}`,
    };
  }
}

// What is no JSON has no key, and is found bad by its chain.
function keyIn(event: RecordedEvent): readonly string[] {
  try {
    return [metadataOf(event).idempotencyKey];
  } catch {
    return [];
  }
}
