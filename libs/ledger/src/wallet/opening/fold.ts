import type { Folds } from '../fold.ts';
import type { WalletLifeEvent } from './events.ts';

export const walletFolds: Folds<Exclude<WalletLifeEvent['type'], 'WalletOpened'>> = {
  WalletPolicyChanged: (state, { name, to }) => ({
    ...state,
    policies: { ...state.policies, [name]: to },
  }),
  WalletClosed: (state, _data, { occurredAt }) => ({ ...state, closedAt: occurredAt }),
  CommandAccepted: (state) => state,
};
