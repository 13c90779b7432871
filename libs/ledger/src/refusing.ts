import type { Refusals, StreamTypes } from '#eventsourcing';
import { Refusal } from './refusal.ts';

/** How the ledger says what the machinery refuses. */
export const refusing = <T extends StreamTypes>(
  mayBeTooLarge: Refusals<T>['mayBeTooLarge'],
): Refusals<T> => ({
  keyReused: () => new Refusal({ code: 'IDEMPOTENCY_KEY_REUSED' }),
  mayBeTooLarge,
  tooLarge: (bytes) => new Refusal({ code: 'COMMAND_TOO_LARGE', bytes }),
});
