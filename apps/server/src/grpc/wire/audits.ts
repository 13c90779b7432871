import type * as wire from '#contracts';
import type { CompareReadModels, ReadStream, VerifyStream } from '#application';
import type { QueryResult } from '@nestjs/cqrs';
import type { Head } from '#eventsourcing';
import { readAt } from './reading.ts';

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

export const fromVerification = ({
  ok,
  revisionsVerified,
  head,
  firstBad,
}: QueryResult<VerifyStream>): wire.VerifyStreamResponse => ({
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

export const fromComparison = ({
  ok,
  collections,
  position,
  now,
}: QueryResult<CompareReadModels>): wire.CompareReadModelsResponse => ({
  ok,
  readModels: collections.map(({ name, compared, differing, differingKeys }) => ({
    name,
    compared: BigInt(compared),
    differing: BigInt(differing),
    differingKeys: [...differingKeys],
  })),
  readAt: readAt({ asOf: position, now }),
});
