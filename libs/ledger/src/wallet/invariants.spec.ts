import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { atOnce, metadataOf, type RecordedEvent } from '#eventsourcing';
import { histories, TENANT, type WalletHistory } from '#testing';
import { EMPTY_CATALOG } from '../catalog/rate-card.ts';
import type { WalletEvent } from './events.ts';
import { faultsAfterAppend, faultsAfterEvent, faultsOf } from './invariants.ts';
import { DEFAULT_POLICIES } from './opening/policies.ts';
import { walletAggregate } from './aggregate.ts';
import type { WalletTerms } from './wallet-terms.ts';
import type { WalletState } from './state.ts';

const unused = (): never => {
  throw new Error('folding needs no texts');
};

const terms: WalletTerms = {
  tenantId: TENANT,
  walletId: 'studio',
  tenantPolicies: DEFAULT_POLICIES,
  catalog: () => EMPTY_CATALOG,
  texts: { seal: unused, hash: unused },
};

/** The first thing wrong with a history folded from its first event on; `null` where there is none. */
function faultIn({ events }: WalletHistory): string | null {
  const rules = walletAggregate(terms);
  let state: WalletState = null;
  let appended: readonly WalletEvent[] = [];
  for (const [index, event] of events.entries()) {
    const { occurredAt, requestHash, recordedAt, idempotencyKey } = metadataOf(event);
    const decoded = rules.codec.decode(event.type, event.data, occurredAt);
    const place = { revision: event.revision, requestHash };
    const before: WalletState = state;
    state = atOnce(rules.evolve(before, decoded, place));
    appended = [...appended, decoded];
    if (state === null) return 'no wallet was opened';
    const recorded = rules.lookUps.recordOf(decoded, place)?.[1];
    const faults = [...faultsAfterEvent(state, { event: decoded, before, recorded })];
    const isDue = idempotencyKey.startsWith('~system:');
    if (keyOf(events[index + 1]) !== idempotencyKey) {
      const at = isDue ? occurredAt : recordedAt;
      faults.push(...faultsAfterAppend(state, appended, { at, tenantPolicies: DEFAULT_POLICIES }));
      faults.push(...faultsOf(state));
      appended = [];
    }
    if (faults[0] !== undefined) return `${event.type} at ${event.revision}: ${faults[0]}`;
  }
  return null;
}

const keyOf = (event: RecordedEvent | undefined): string | undefined =>
  event === undefined ? undefined : metadataOf(event).idempotencyKey;

describe('whatever is done in whatever order', () => {
  test('I1, I6, I7 hold after every event, I2, I4, I5, I11 after every append', () => {
    fc.assert(
      fc.property(histories, (history) => {
        expect(faultIn(history)).toBeNull();
      }),
      { numRuns: 60 },
    );
  });
});
