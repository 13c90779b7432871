import { hash as digest } from 'node:crypto';
import { canonicalJson, quoted } from './canonical-json.ts';
import type { Instant } from './clock.ts';
import type { NewEvent, RecordedEvent, Revision } from './event-store.ts';

/** Who did it. */
export interface Actor {
  readonly type: 'USER' | 'SYSTEM' | 'SERVICE' | 'ADMIN';
  readonly id: string;
}

/** What every event says about itself, as stored. */
export interface EventMetadata {
  readonly eventId: string;
  readonly tenantId: string;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  /** Of a command that was too large for one append: which part of it this is. */
  readonly part?: CommandPart | undefined;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly causationId?: string | undefined;
  readonly idempotencyKey: string;
  readonly requestHash: string;
  readonly schemaVersion: number;
  readonly prevHash: string;
  readonly hash: string;
}

/** A part of a command that takes effect with its last part, or never. */
export interface CommandPart {
  /** The revision at which the command begins. */
  readonly from: Revision;
  readonly last?: true | undefined;
}

export type UnsealedMetadata = Omit<EventMetadata, 'eventId' | 'hash' | 'prevHash'>;

/** The `prevHash` of a stream's first event. */
export const GENESIS_HASH = '0'.repeat(64);

/** The end of a chain: how far it goes and the hash of its last event. */
export interface Head {
  readonly revision: Revision;
  readonly hash: string;
}

export const EMPTY_HEAD: Head = { revision: 0, hash: GENESIS_HASH };

/** SHA-256 of a text's UTF-8 bytes, 64 hexadecimal digits. */
export function sha256(text: string): string {
  return digest('sha256', text, 'hex');
}

/** The UUID, version 8, made of a hash's first 128 bits. */
export function eventIdOf(hash: string): string {
  const variant = '89ab'[Number.parseInt(hash[16] as string, 16) & 3] as string;
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/**
 * The event that continues a chain, encoded for storage, and the head after it. `data` is its
 * canonical JSON.
 */
export function chain(
  { stream, head }: { readonly stream: string; readonly head: Head },
  { type, data }: { readonly type: string; readonly data: string },
  metadata: UnsealedMetadata,
): { readonly event: NewEvent; readonly head: Head } {
  const revision = head.revision + 1;
  const { before, after } = encodeMetadata(metadata, head.hash);
  const unsealed = `${before}${after}`;
  const hash = sha256(preimage({ stream, revision, type, data, metadata: unsealed }));
  const id = eventIdOf(hash);
  const sealed = `${before}"eventId":"${id}","hash":"${hash}",${after}`;
  return { event: { id, type, data, metadata: sealed }, head: { revision, hash } };
}

/**
 * Metadata in canonical order, cut where `eventId` and `hash` belong, so that the text that is
 * hashed and the text that is stored are encoded once.
 */
function encodeMetadata(metadata: UnsealedMetadata, prevHash: string) {
  const { actor, causationId } = metadata;
  const cause = causationId === undefined ? '' : `"causationId":${quoted(causationId)},`;
  return {
    before:
      `{"actor":{"id":${quoted(actor.id)},"type":"${actor.type}"},${cause}` +
      `"correlationId":${quoted(metadata.correlationId)},`,
    after:
      `"idempotencyKey":${quoted(metadata.idempotencyKey)},` +
      `"occurredAt":"${metadata.occurredAt}",${partOf(metadata)}"prevHash":"${prevHash}",` +
      `"recordedAt":"${metadata.recordedAt}","requestHash":"${metadata.requestHash}",` +
      `"schemaVersion":${metadata.schemaVersion},"tenantId":${quoted(metadata.tenantId)}}`,
  };
}

const partOf = ({ part }: UnsealedMetadata): string =>
  part === undefined
    ? ''
    : `"part":{"from":${part.from}${part.last === true ? ',"last":true' : ''}},`;

function preimage(event: {
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}): string {
  return (
    `{"data":${event.data},"metadata":${event.metadata},"revision":${event.revision},` +
    `"stream":${quoted(event.stream)},"type":${quoted(event.type)}}`
  );
}

/** What is wrong with an event at this place of a chain, or `null`. */
export function chainFault(event: RecordedEvent, previous: Head): string | null {
  if (event.revision !== previous.revision + 1)
    return `revision ${event.revision} follows ${previous.revision}`;
  let data: unknown;
  let metadata: EventMetadata | null;
  try {
    data = JSON.parse(event.data);
    metadata = JSON.parse(event.metadata) as EventMetadata | null;
  } catch {
    return 'it is not JSON';
  }
  if (metadata === null) return 'it has no metadata';
  const { eventId, hash, ...rest } = metadata;
  if (metadata.prevHash !== previous.hash) return 'its prevHash is not the hash before it';
  const actual = sha256(
    canonicalJson({
      stream: event.stream,
      revision: event.revision,
      type: event.type,
      data,
      metadata: rest,
    }),
  );
  if (actual !== hash) return 'its hash does not match its content';
  if (eventId !== eventIdOf(hash) || event.id !== eventId) return 'its id is not that of its hash';
  return null;
}

export const metadataOf = (event: RecordedEvent): EventMetadata =>
  JSON.parse(event.metadata) as EventMetadata;
