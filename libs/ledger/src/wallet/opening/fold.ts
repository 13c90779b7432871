import type { Folds } from '../fold.ts';

export const walletFolds: Folds<'WalletPolicyChanged' | 'WalletClosed' | 'CommandAccepted'> = {
  WalletPolicyChanged: (state, { name, to }) => ({
    ...state,
    policies: { ...state.policies, [name]: to },
  }),
  WalletClosed: (state, _data, { occurredAt }) => ({ ...state, closedAt: occurredAt }),
  CommandAccepted: (state) => state,
};
