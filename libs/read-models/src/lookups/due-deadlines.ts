import type { DocumentReads, Instant } from '#eventsourcing';
import { DEADLINES, deadlines, type DeadlineDocument } from '../documents/deadlines.ts';
import { keyOf } from '../keys.ts';

/** Something that is due and, as far as the read models know, not booked. */
export interface DueDeadline extends Pick<DeadlineDocument, 'stream' | 'kind' | 'id' | 'dueAt'> {
  readonly key: string;
}

/** What is due at an instant, the earliest first; after one of them only what follows it. */
export async function dueDeadlines(
  reads: DocumentReads,
  now: Instant,
  limit: number,
  after?: DueDeadline,
): Promise<readonly DueDeadline[]> {
  const documents = await reads.list({
    collection: deadlines.name,
    partition: DEADLINES,
    by: 'order',
    // The least text after its order.
    ...(after && { from: `${keyOf(after.dueAt, after.key)}\u0000` }),
    // The order begins with the instant and a space.
    to: `${now}!`,
    limit,
  });
  return documents.map(({ key, body }) => {
    const { stream, kind, id, dueAt } = deadlines.decode(body);
    return { key, stream, kind, id, dueAt };
  });
}
