import type { Folds } from '../fold.ts';
import { capKey } from './caps.ts';
import type { CapEvent } from './events.ts';

export const capFolds: Folds<CapEvent['type']> = {
  CapSet: (state, { target, window, amount }) => ({
    ...state,
    caps:
      amount === undefined
        ? state.caps.without(capKey(window, target))
        : state.caps.with(capKey(window, target), amount),
  }),
};
