import type { Aggregate } from './aggregate.ts';
import type { Instant } from './clock.ts';
import type { EncodedEvent } from './command-parts.ts';
import type { Actor } from './hash-chain.ts';
import type { Decision, StreamTypes } from './decider.ts';
import { madeOfEach, type Stepwise } from './turns.ts';

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
export function encoded<T extends StreamTypes>(
  { events, state }: Decision<T>,
  { key: idempotencyKey, ...origin }: Origin & { readonly recordedAt: Instant },
  { tenantId, codec }: Aggregate<T>,
): Stepwise<readonly EncodedEvent[]> {
  const { schemaVersion } = codec;
  return madeOfEach(events, (event) => {
    const { type, occurredAt } = event;
    const metadata = { ...origin, tenantId, occurredAt, idempotencyKey, schemaVersion };
    return { type, data: codec.encode(event, state), metadata };
  });
}

export function requireSmall(
  events: readonly EncodedEvent[],
  { tooLarge }: { readonly tooLarge: (bytes: number) => Error },
): void {
  const bytes = events.reduce((sum, { data }) => sum + Buffer.byteLength(data), 0);
  if (bytes > COMMAND_BYTES_MAX) throw tooLarge(bytes);
}
