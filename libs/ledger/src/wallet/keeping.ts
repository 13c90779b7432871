import type { StreamRules } from '#eventsourcing';
import type { WalletCommand } from './commands.ts';
import type { WalletEvent } from './events.ts';
import type { Lot } from './lot.ts';
import { policiesOf, type Policies } from './policies.ts';
import { retire, type Retired } from './retire.ts';
import { keptId, restored, type Kept, type OpenWallet, type WalletState } from './state.ts';

type Keeping = Pick<
  StreamRules<WalletState, WalletCommand, WalletEvent, Kept>,
  | 'snapshotVersion'
  | 'snapshotOf'
  | 'partsGone'
  | 'restored'
  | 'withParts'
  | 'retire'
  | 'retiring'
  | 'lackedBy'
  | 'revived'
>;

/** How a wallet is written down, what leaves its state for the archive, and how that comes back. */
export function keeping(tenantPolicies: Policies): Keeping {
  const retiredBy = ({ policies }: OpenWallet): Retired => {
    const { acceptanceWindow } = policiesOf(policies, tenantPolicies);
    return { acceptanceWindow, ended: null };
  };
  return {
    snapshotVersion: 6,
    snapshotOf(state, since) {
      if (state === null) return { core: null, parts: [] };
      const changed = [...state.lots].filter(({ touched }) => touched > since);
      return {
        core: { ...state, lots: [] },
        parts: changed.map((lot) => [keptId.lot(lot.lotId), lot] as const),
      };
    },
    partsGone: (retired) => retired.flatMap(([id, { kind }]) => (kind === 'LOT' ? [id] : [])),
    restored,
    withParts: (state, parts) =>
      state && { ...state, lots: state.lots.withAll(parts as readonly Lot[]) },
    retire(state, { revision: upTo, at, asOf }) {
      if (state === null) return { state, retired: [] };
      return retire(state, { upTo, at }, asOf === undefined ? retiredBy(state) : (asOf as Retired));
    },
    retiring: (state) => state && { ...retiredBy(state), ended: state.ended },
    lackedBy: (event, state) =>
      event.type !== 'ExpiryReopened' || state?.lots.get(event.data.lotId) !== undefined
        ? []
        : [keptId.lot(event.data.lotId)],
    revived(state, records) {
      const lots = records.flatMap((kept) => (kept.kind === 'LOT' ? [kept.lot] : []));
      return state && { ...state, lots: state.lots.withAll(lots) };
    },
  };
}
