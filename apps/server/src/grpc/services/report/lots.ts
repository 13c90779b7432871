import type * as wire from '#contracts';
import { type Credits, formatCredits } from '#ledger';
import type { ListedLot } from '#read-models';
import { fromInstant, fromInstantOrUnset, fromSlices } from '../../wire/common.ts';
import { enumTo } from '../../wire/enums.ts';
import { fromSource } from '../../wire/lots.ts';

export function fromLot(lot: ListedLot, scale: number): wire.Lot {
  const written = (amount: Credits): string => formatCredits(amount, scale);
  return {
    terms: {
      lotId: lot.lotId,
      kind: enumTo('LOT_KIND', lot.kind),
      amount: written(lot.amount),
      cost: lot.cost ?? undefined,
      costBasis: lot.cost === null ? undefined : written(lot.costBasis),
      rank: lot.rank,
      effectiveAt: fromInstant(lot.effectiveAt),
      expiresAt: fromInstantOrUnset(lot.expiresAt),
      restrictedTo: [...lot.restrictedTo],
      source: fromSource(lot.source),
      bonusOfLotId: lot.bonusOfLotId ?? undefined,
    },
    status: enumTo('LOT_STATUS', lot.status),
    granted: written(lot.granted),
    pool: written(lot.pool),
    pockets: written(lot.pockets),
    held: written(lot.held),
    used: written(lot.used),
    expired: written(lot.expired),
    voided: written(lot.voided),
    allocated: fromSlices(lot.allocated, scale),
    recordedAt: fromInstant(lot.recordedAt),
    salesReference: lot.salesReference ?? '',
    payment: lot.payment ?? undefined,
  };
}
