import type { Snapshots } from '#eventsourcing';
import type { Lot } from '../lots/lot.ts';
import { keptId, restored } from '../state.ts';
import type { WalletTypes } from '../types.ts';

/** How a wallet is written down: its lots are parts, so that only those that changed are written. */
export const snapshots: Snapshots<WalletTypes> = {
  version: 6,
  of(state, since) {
    if (state === null) return { core: null, parts: [] };
    const changed = [...state.lots].filter(({ touched }) => touched > since);
    return {
      core: { ...state, lots: [] },
      parts: changed.map((lot) => [keptId.lot(lot.lotId), lot] as const),
    };
  },
  restored,
  withParts: (state, parts) =>
    state && { ...state, lots: state.lots.withAll(parts as readonly Lot[]) },
  partsGone: (retired) => retired.flatMap(([id, { kind }]) => (kind === 'LOT' ? [id] : [])),
};
