import {
  chainFault,
  EMPTY_HEAD,
  metadataOf,
  PartsInOrder,
  type EventMetadata,
  type EventStore,
  type Head,
  type Instant,
  type RecordedEvent,
  type Revision,
  type SnapshotStore,
} from '#eventsourcing';
import type { Policies } from '#ledger';
import { parseStream } from '#ledger';
import type { BadEvent } from './bad-event.ts';
import { historyOf } from './histories.ts';
import type { History } from './history.ts';
import { KeptHeads } from './kept-heads.ts';
import { storedHeadOf } from './stored-head.ts';
import { eventPages } from './stream-events.ts';

export interface Verification {
  readonly ok: boolean;
  /** How many events are right, from the first on. */
  readonly revisionsVerified: Revision;
  /** Where the stream ends, as its last readable event says. */
  readonly head: Head;
  readonly firstBad: BadEvent | null;
}

export interface VerifyTerms {
  readonly tenantPolicies: (tenantId: string) => Policies;
  /** Remembers heads, so that a cut tail is noticed, which a chain cannot show. */
  readonly snapshots?: SnapshotStore | undefined;
  /** Told after every page how many events were read since the last time. */
  readonly told?: ((events: number) => void) | undefined;
}

/**
 * Verifies a stream from its first event on: the chain, ids, times that never go back, what the
 * events mean, the invariants after every event and every command, each balance from the one
 * before, and that nothing of what snapshots and receipts remember is missing.
 */
export async function verifyStream(
  events: Pick<EventStore, 'readStream'>,
  stream: string,
  { tenantPolicies, snapshots, told }: VerifyTerms,
): Promise<Verification> {
  const kept = await KeptHeads.of(stream, snapshots);
  const verifier = new StreamVerifier(
    historyOf(stream, tenantPolicies),
    parseStream(stream)?.tenantId,
    kept,
  );
  const end: { bad: BadEvent | null; head: Head } = { bad: null, head: EMPTY_HEAD };
  try {
    for await (const page of eventPages(events, stream)) {
      await kept.learn(page);
      end.bad ??= firstBadOf(page, verifier);
      end.head = storedHeadOf(page.at(-1) as RecordedEvent);
      told?.(page.length);
    }
  } catch (error) {
    end.bad ??= await firstUnreadable(events, stream, { verifier, error });
    end.head = verifier.head;
  }
  const bad = end.bad ?? verifier.atEnd() ?? kept.cutBehind(verifier.head);
  return {
    ok: bad === null,
    revisionsVerified: bad === null ? verifier.head.revision : bad.revision - 1,
    head: end.head,
    firstBad: bad,
  };
}

function firstBadOf(page: readonly RecordedEvent[], verifier: StreamVerifier): BadEvent | null {
  for (const event of page) {
    const bad = verifier.next(event);
    if (bad !== null) return bad;
  }
  return null;
}

// A page with a damaged event cannot be read; one event at a time, those before it can.
async function firstUnreadable(
  events: Pick<EventStore, 'readStream'>,
  stream: string,
  { verifier, error }: { readonly verifier: StreamVerifier; readonly error: unknown },
): Promise<BadEvent | null> {
  for (;;) {
    const revision = verifier.head.revision + 1;
    let page: readonly RecordedEvent[];
    try {
      page = await events.readStream(stream, revision, 1);
    } catch {
      return { revision, eventId: '', problem: `it cannot be read: ${messageOf(error)}` };
    }
    const bad = firstBadOf(page, verifier);
    if (bad !== null) return bad;
    // It can be read after all: then the store failed for another reason.
    if (page.length === 0) throw error;
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Follows a stream up to its first bad event. */
class StreamVerifier {
  head: Head = EMPTY_HEAD;
  readonly #history: History;
  readonly #tenantId: string | undefined;
  readonly #kept: KeptHeads;
  readonly #parts = new PartsInOrder();
  #last: { readonly event: RecordedEvent; readonly metadata: EventMetadata } | undefined;

  constructor(history: History, tenantId: string | undefined, kept: KeptHeads) {
    this.#history = history;
    this.#tenantId = tenantId;
    this.#kept = kept;
  }

  next(event: RecordedEvent): BadEvent | null {
    const due = this.head.revision + 1;
    if (event.revision > due)
      return { revision: due, eventId: '', problem: `it is missing: ${event.revision} comes next` };
    const chained = chainFault(event, this.head);
    if (chained !== null) return bad(event, chained);
    const metadata = metadataOf(event);
    if (metadata.idempotencyKey !== this.#last?.metadata.idempotencyKey) {
      const before = this.atEnd();
      if (before !== null) return before;
    }
    const fault = this.#fault(event, metadata);
    if (fault !== null) return bad(event, fault);
    this.head = { revision: event.revision, hash: metadata.hash };
    this.#last = { event, metadata };
    return null;
  }

  /** What is wrong now that the last event's command is whole. */
  atEnd(): BadEvent | null {
    if (this.#last === undefined) return null;
    const fault = this.#history.afterCommand();
    return fault === null ? null : bad(this.#last.event, fault);
  }

  #fault(event: RecordedEvent, metadata: EventMetadata): string | null {
    const { tenantId, recordedAt } = metadata;
    if (this.#tenantId !== undefined && tenantId !== this.#tenantId)
      return `it is of tenant ${tenantId}, its stream of ${this.#tenantId}`;
    const before: Instant | '' = this.#last?.metadata.recordedAt ?? '';
    if (recordedAt < before) return `I14: it was recorded at ${recordedAt}, before ${before}`;
    return this.#kept.faultAt(event, metadata) ?? this.#meaning(event);
  }

  // What a crash left half means nothing; what is whole means what it says with its last part.
  #meaning(event: RecordedEvent): string | null {
    try {
      for (const effective of this.#parts.next(event)) {
        const fault = this.#history.after(effective, metadataOf(effective));
        if (fault !== null) return fault;
      }
      return null;
    } catch (error) {
      return `it cannot be folded: ${messageOf(error)}`;
    }
  }
}

const bad = ({ revision, id }: RecordedEvent, problem: string): BadEvent => ({
  revision,
  eventId: id,
  problem,
});
