import type * as wire from '#contracts';
import type {
  AuditNews,
  AuditProgress,
  ReadModelsComparison,
  ReadStream,
  Verification,
} from '#application';
import type { QueryResult } from '@nestjs/cqrs';
import type { Head, Instant } from '#eventsourcing';
import { readAt } from '../../wire/reading.ts';

/** A stream's head; one that is empty has no hash. */
const fromHead = ({ revision, hash }: Head): wire.StreamHead => ({
  revision: BigInt(revision),
  hash: revision === 0 ? '' : hash,
});

export function fromEvents({
  stream,
  events,
  head,
}: QueryResult<ReadStream>): wire.ReadStreamResponse {
  const last = events.at(-1)?.revision ?? head.revision;
  return {
    stream,
    events: events.map(({ position, revision, id, type, data, metadata }) => ({
      position: String(position),
      revision: BigInt(revision),
      eventId: id,
      type,
      data,
      metadata,
    })),
    head: fromHead(head),
    nextPageToken: last < head.revision ? String(last + 1) : '',
  };
}

/** What is told of a verification. */
export const fromVerificationNews = (news: AuditNews<Verification>): wire.VerifyStreamResponse => ({
  news:
    'progress' in news
      ? fromProgress(news.progress)
      : { $case: 'result', value: fromVerification(news.result) },
});

/** What is told of a comparison that was begun at an instant. */
export const fromComparisonNews = (
  news: AuditNews<ReadModelsComparison>,
  now: Instant,
): wire.CompareReadModelsResponse => ({
  news:
    'progress' in news
      ? fromProgress(news.progress)
      : { $case: 'result', value: fromComparison(news.result, now) },
});

const fromProgress = ({ eventsRead, events }: AuditProgress) => ({
  $case: 'progress' as const,
  value: { eventsRead: BigInt(eventsRead), events: BigInt(events) },
});

const fromVerification = ({
  ok,
  revisionsVerified,
  head,
  firstBad,
}: Verification): wire.StreamVerification => ({
  ok,
  revisionsVerified: BigInt(revisionsVerified),
  head: fromHead(head),
  firstBad:
    firstBad === null
      ? undefined
      : {
          revision: BigInt(firstBad.revision),
          eventId: firstBad.eventId,
          problem: firstBad.problem,
        },
});

const fromComparison = (
  { ok, collections, position }: ReadModelsComparison,
  now: Instant,
): wire.ReadModelsComparison => ({
  ok,
  readModels: collections.map(({ name, compared, differing, differingKeys }) => ({
    name,
    compared: BigInt(compared),
    differing: BigInt(differing),
    differingKeys: [...differingKeys],
  })),
  readAt: readAt({ asOf: position, now }),
});
