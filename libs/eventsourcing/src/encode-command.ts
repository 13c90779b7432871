import type { Aggregate } from './aggregate.ts';
import type { Instant } from './clock.ts';
import type { EncodedEvent } from './command-parts.ts';
import type { Actor } from './hash-chain.ts';
import type { Decision, StreamTypes } from './decider.ts';
import type { Steps } from './turns.ts';

/** A caller's command may bring at most this many bytes of event data, where it may be too large. */
export const COMMAND_BYTES_MAX = 1_000_000;

/** By whom and under which key a command's events are stored. */
export interface Origin {
  readonly key: string;
  readonly requestHash: string;
  readonly actor: Actor;
  readonly correlationId: string;
}

/** A decision's events as texts, each encoded once. */
export function* encoded<T extends StreamTypes>(
  { events, state }: Decision<T>,
  { key: idempotencyKey, ...origin }: Origin & { readonly recordedAt: Instant },
  aggregate: Aggregate<T>,
): Steps<readonly EncodedEvent[]> {
  const { tenantId, codec } = aggregate;
  const { schemaVersion } = codec;
  const texts: EncodedEvent[] = [];
  for (const event of events) {
    const { type, occurredAt } = event;
    const metadata = { ...origin, tenantId, occurredAt, idempotencyKey, schemaVersion };
    texts.push({ type, data: codec.encode(event, state), metadata });
    if (events.length > 1) yield;
  }
  return texts;
}

export function requireSmall(
  events: readonly EncodedEvent[],
  { tooLarge }: { readonly tooLarge: (bytes: number) => Error },
): void {
  const bytes = events.reduce((sum, { data }) => sum + Buffer.byteLength(data), 0);
  if (bytes > COMMAND_BYTES_MAX) throw tooLarge(bytes);
}
