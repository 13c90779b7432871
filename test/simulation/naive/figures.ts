import { spent, WINDOWS } from './caps.ts';
import type { Minute } from './commands.ts';
import { debtOf, isMember, isValid, type Coin, type NaiveLot, type NaiveWallet } from './wallet.ts';

interface LotFigures {
  readonly kind: string;
  readonly sequence: number;
  readonly rank: number;
  readonly cost: string;
  readonly from: Minute;
  readonly to: Minute | null;
  readonly restrictedTo: string;
  /** By owner; the pool's is under "". */
  readonly free: Amounts;
  readonly expired: Amounts;
  readonly held: number;
  readonly used: number;
  readonly voided: number;
}

/** Figures by name, without the zeros. */
export type Amounts = Readonly<Record<string, number>>;

/** What can be seen of a wallet. */
export interface Figures {
  readonly balance: number;
  readonly available: number;
  readonly held: number;
  readonly debt: number;
  readonly lots: Readonly<Record<string, LotFigures>>;
  /** The slices of open holds. */
  readonly holds: Readonly<Record<string, string>>;
  /** The slices of consumptions that were not reversed, and their debts. */
  readonly consumptions: Readonly<Record<string, string>>;
  /** By pending request. */
  readonly requests: Amounts;
  /** By target and window. */
  readonly caps: Amounts;
  /** What caps count now, by member (or "all") and window. */
  readonly spent: Amounts;
  readonly members: string;
}

export function figuresOf(wallet: NaiveWallet, now: Minute): Figures {
  const { coins, lots, holds, consumptions, requests, members, caps } = wallet;
  const live = coins.filter(({ place, lot }) => place === 'FREE' && isValid(lot, now));
  const held = coins.filter(({ place }) => place === 'HELD').length;
  const pending = [...requests.values()].filter(({ decision }) => decision === null);
  const debt = debtOf(wallet);
  return {
    balance: live.length + held - debt,
    available: live.length - debt,
    held,
    debt,
    lots: Object.fromEntries(lots.map((lot) => [lot.id, lotFigures(wallet, lot)])),
    holds: Object.fromEntries(
      [...holds.values()]
        .filter(({ outcome }) => outcome === null)
        .map((hold) => [hold.holdId, coinText(hold.coins)]),
    ),
    consumptions: Object.fromEntries(
      [...consumptions.values()].map((made) => [
        made.consumptionId,
        `${coinText(made.coins)}, debt ${made.debt}`,
      ]),
    ),
    requests: amounts(pending.map(({ requestId, amount }) => [requestId, amount])),
    caps: Object.fromEntries(caps),
    spent: spentFigures(wallet, now),
    members: [...members.keys()]
      .filter((memberId) => isMember(wallet, memberId))
      .toSorted()
      .join(),
  };
}

/** In the order of their names. */
export const amounts = (entries: readonly (readonly [string, number])[]): Amounts =>
  Object.fromEntries(
    entries.filter(([, amount]) => amount !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

function lotFigures({ coins }: NaiveWallet, lot: NaiveLot): LotFigures {
  const own = coins.filter((coin) => coin.lot === lot);
  const count = (where: Coin['place']): number => own.filter(({ place }) => place === where).length;
  return {
    kind: lot.kind,
    sequence: lot.sequence,
    rank: lot.rank,
    cost: `${lot.cost} for ${lot.basis}`,
    from: lot.effectiveAt,
    to: lot.expiresAt,
    restrictedTo: lot.restrictedTo.toSorted().join(),
    free: byOwner(own.filter(({ place }) => place === 'FREE')),
    expired: byOwner(own.filter(({ place }) => place === 'EXPIRED')),
    held: count('HELD'),
    used: count('USED'),
    voided: count('VOIDED'),
  };
}

function byOwner(coins: readonly Coin[]): Amounts {
  const owned = new Map<string, number>();
  for (const { owner } of coins) owned.set(owner ?? '', (owned.get(owner ?? '') ?? 0) + 1);
  return amounts([...owned]);
}

/** Slices in their order, neighbours of one lot and owner as one: "grant:g0 ann 3, grant:g1 2". */
export function sliceText(
  slices: readonly {
    readonly lotId: string;
    readonly owner: string | null;
    readonly amount: number;
  }[],
): string {
  const runs: { name: string; amount: number }[] = [];
  for (const { lotId, owner, amount } of slices) {
    const name = owner === null ? lotId : `${lotId} ${owner}`;
    const last = runs.at(-1);
    if (last?.name === name) last.amount += amount;
    else runs.push({ name, amount });
  }
  return runs.map(({ name, amount }) => `${name} ${amount}`).join(', ');
}

const coinText = (coins: readonly Coin[]): string =>
  sliceText(coins.map(({ lot, owner }) => ({ lotId: lot.id, owner, amount: 1 })));

function spentFigures(wallet: NaiveWallet, now: Minute): Amounts {
  const things = [...wallet.consumptions.values(), ...wallet.holds.values()];
  const spenders = new Set([null, ...things.map(({ memberId }) => memberId)]);
  return amounts(
    [...spenders].flatMap((memberId) =>
      WINDOWS.map(
        (window) =>
          [`${memberId ?? 'all'} ${window}`, spent(wallet, memberId, window, now)] as const,
      ),
    ),
  );
}
