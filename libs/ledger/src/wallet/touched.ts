import { paidWith } from './debt/fold.ts';
import type { Share, WalletEvent } from './events.ts';
import { keptId, type OpenWallet } from './state.ts';
import type { Slice } from './terms.ts';

/** What an event changes: ids of lots, holds, members, and of finished things and consumptions. */
export interface Touched {
  readonly lotIds: ReadonlySet<string>;
  readonly holdIds: ReadonlySet<string>;
  readonly keptIds: ReadonlySet<string>;
  readonly memberIds: ReadonlySet<string>;
}

/** The fields by which events name what they change. */
type Naming = Partial<{
  readonly lotId: string;
  readonly newLotId: string;
  readonly lots: readonly { readonly lotId: string }[];
  readonly slices: readonly Slice[];
  readonly overflow: readonly Slice[];
  readonly shares: readonly Share[];
  readonly holdId: string;
  readonly memberId: string;
  readonly consumptionId: string;
}>;

/** What an event touches. Which debts a settlement pays is only known from the wallet before it. */
export function touchedBy(event: WalletEvent, before: OpenWallet | null): Touched {
  const data = event.data as Naming;
  const shares = data.shares ?? [];
  const slices = [
    ...(data.slices ?? []),
    ...(data.overflow ?? []),
    ...shares.flatMap((share) => share.slices),
  ];
  const holdIds = present([data.holdId]);
  const consumptionIds = [
    ...present([data.consumptionId]),
    ...(event.type === 'DebtSettled' && before !== null
      ? paidWith(before, event.data.amount).map(({ consumptionId }) => consumptionId)
      : []),
  ];
  return {
    lotIds: present([
      data.lotId,
      data.newLotId,
      ...(data.lots ?? []).map(({ lotId }) => lotId),
      ...slices.map(({ lotId }) => lotId),
    ]),
    holdIds,
    keptIds: new Set([...[...holdIds].map(keptId.hold), ...consumptionIds.map(keptId.consumption)]),
    memberIds: present([
      data.memberId,
      ...shares.map(({ memberId }) => memberId),
      ...slices.map(({ memberId }) => memberId),
    ]),
  };
}

const present = (ids: readonly (string | undefined)[]): ReadonlySet<string> =>
  new Set(ids.filter((id) => id !== undefined));
