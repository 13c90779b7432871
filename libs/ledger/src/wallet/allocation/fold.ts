import { resultOf, whenDone } from '#eventsourcing';
import type { Folds } from '../fold.ts';
import type { AllocationEvent } from './events.ts';

export const allocationFolds: Folds<AllocationEvent['type']> = {
  *CreditsAllocated(state, { shares }, { revision }) {
    let { lots } = state;
    for (const { memberId, slices } of shares) {
      lots = yield* resultOf(lots.handedOver(slices, memberId, revision));
      yield;
    }
    return { ...state, lots };
  },
  AllocationReturned: (state, { slices }, { revision }) =>
    whenDone(state.lots.handedOver(slices, undefined, revision), (lots) => ({ ...state, lots })),
};
