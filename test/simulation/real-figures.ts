import type { Kept, Lot, OpenWallet, Slice } from '#ledger';
import { isSameWindow, WINDOWS } from './naive/caps.ts';
import type { Minute } from './naive/commands.ts';
import { amounts, sliceText, type Amounts, type Figures } from './naive/figures.ts';
import { minuteOf } from './translate.ts';

/** What can be seen of the ledger's wallet, in the naive one's words. */
export function realFigures(
  state: OpenWallet,
  consumptions: readonly Kept[],
  now: Minute,
): Figures {
  const { lots, balance, held, debt, holds, requests, caps } = state;
  const free = [...lots].reduce((sum, lot) => sum + (lot.active ? lot.free.total : 0n), 0n);
  return {
    balance: Number(balance),
    available: Number(free - debt),
    held: Number(held),
    debt: Number(debt),
    lots: Object.fromEntries(inOrderOfMaking([...lots]).map((lot) => [lot.lotId, lotFigures(lot)])),
    holds: Object.fromEntries([...holds].map(([id, { slices }]) => [id, textOf(slices)])),
    consumptions: consumptionFigures(consumptions),
    requests: amounts([...requests].map(([id, { amount }]) => [id, Number(amount)])),
    caps: Object.fromEntries([...caps].map(([key, amount]) => [capName(key), Number(amount)])),
    spent: spentFigures(state, now),
    members: [...state.members.values()]
      .filter(({ spans }) => spans.at(-1)?.to === null)
      .map(({ memberId }) => memberId)
      .join(),
  };
}

const inOrderOfMaking = (lots: readonly Lot[]): readonly Lot[] =>
  lots.toSorted((a, b) => a.sequence - b.sequence);

const lotFigures = (lot: Lot): Figures['lots'][string] => ({
  kind: lot.kind,
  sequence: lot.sequence - 1,
  rank: lot.rank,
  cost: `${lot.cost?.minorUnits ?? '0'} for ${lot.costBasis}`,
  from: minuteOf(lot.effectiveAt),
  to: lot.expiresAt === null ? null : minuteOf(lot.expiresAt),
  restrictedTo: lot.restrictedTo.toSorted().join(),
  free: byOwner(lot.free),
  expired: byOwner(lot.expired),
  held: Number(lot.held),
  used: Number(lot.used),
  voided: Number(lot.voided),
});

const byOwner = ({ pool, pockets }: Lot['free']): Amounts =>
  amounts([['', Number(pool)], ...[...pockets].map(([id, part]) => [id, Number(part)] as const)]);

const textOf = (slices: readonly Slice[]): string =>
  sliceText(
    slices.map(({ lotId, memberId, amount }) => ({
      lotId,
      owner: memberId ?? null,
      amount: Number(amount),
    })),
  );

const consumptionFigures = (consumptions: readonly Kept[]): Figures['consumptions'] =>
  Object.fromEntries(
    consumptions.flatMap((thing) => {
      if (thing.kind !== 'CONSUMPTION' || thing.consumption.amount === 0n) return [];
      const { consumptionId, slices, debt } = thing.consumption;
      return [[consumptionId, `${textOf(slices)}, debt ${debt}`]];
    }),
  );

// "DAY|MEMBER:ann" is "MEMBER ann DAY".
function capName(key: string): string {
  const [window, target = ''] = key.split('|');
  return `${target.replace(':', ' ')} ${window}`;
}

// D21: only running windows are kept; one that is over counts nothing now.
const spentFigures = ({ spent }: OpenWallet, now: Minute): Amounts =>
  amounts(
    [...spent].flatMap(([target, spends]) =>
      WINDOWS.filter((window) => isSameWindow(window, minuteOf(spends[window].start), now)).map(
        (window) =>
          [`${target === '' ? 'all' : target} ${window}`, Number(spends[window].amount)] as const,
      ),
    ),
  );
