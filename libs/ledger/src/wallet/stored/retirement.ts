import type { Retirement } from '#eventsourcing';
import { policiesOf, type Policies } from '../opening/policies.ts';
import { retire, type RetiredAsOf } from './retire.ts';
import { keptId, type OpenWallet } from '../state.ts';
import type { WalletTypes } from '../types.ts';

/** What leaves a wallet's state for the archive, and how that comes back. */
export const retirement = (tenantPolicies: Policies): Retirement<WalletTypes> => {
  const retiredBy = ({ policies }: OpenWallet): RetiredAsOf => {
    const { acceptanceWindow } = policiesOf(policies, tenantPolicies);
    return { acceptanceWindow, ended: null };
  };
  return {
    retire(state, { revision: upTo, at, asOf }) {
      if (state === null) return { state, retired: [] };
      return retire(
        state,
        { upTo, at },
        asOf === undefined ? retiredBy(state) : (asOf as RetiredAsOf),
      );
    },
    asOf: (state) => state && { ...retiredBy(state), ended: state.ended },
    lackedBy: (event, state) =>
      event.type !== 'ExpiryReopened' || state?.lots.get(event.data.lotId) !== undefined
        ? []
        : [keptId.lot(event.data.lotId)],
    revived(state, records) {
      const lots = records.flatMap((kept) => (kept.kind === 'LOT' ? [kept.lot] : []));
      return state && { ...state, lots: state.lots.withAll(lots) };
    },
  };
};
