import type { Resource } from '#ledger';
import type { HoldDocument, RequestsAnswer, Transaction } from '#read-models';
import type { Reading } from './reading.ts';

type Request = RequestsAnswer['items'][number];

/** Sealed texts are opened where they are answered; one whose key was erased is gone. */
export const openHold = (reading: Reading, stream: string, hold: HoldDocument): HoldDocument => ({
  ...hold,
  resource:
    hold.resource === null
      ? null
      : openResource(reading, stream, { ...hold, resource: hold.resource }),
});

export const openRequest =
  (reading: Reading, stream: string) =>
  (request: Request): Request => ({
    ...request,
    note: reading.open(stream, request.memberId, request.note) ?? null,
    reason: reading.open(stream, request.memberId, request.reason) ?? null,
  });

export const openTransaction =
  (reading: Reading, stream: string) =>
  (row: Transaction): Transaction => ({
    ...row,
    resource:
      row.resource === undefined
        ? undefined
        : openResource(reading, stream, { memberId: row.memberId ?? null, resource: row.resource }),
    reason: reading.open(stream, null, row.reason ?? null),
  });

function openResource(
  reading: Reading,
  stream: string,
  { resource, memberId }: { readonly resource: Resource; readonly memberId: string | null },
): Resource {
  const { type, id, name } = resource;
  const opened = reading.open(stream, memberId, name ?? null);
  return opened === undefined ? { type, id } : { type, id, name: opened };
}
