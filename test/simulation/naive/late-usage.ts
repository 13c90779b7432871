import { isOverCap } from './caps.ts';
import type { Minute, NaiveCommandOf, Objection, Prediction } from './commands.ts';
import { memberObjections } from './members.ts';
import { priceAt } from './prices.ts';
import { book, idObjections, recordFree, type Spend } from './usage.ts';
import {
  inBurnOrder,
  isEligible,
  isMember,
  isValid,
  objectIf,
  payable,
  refused,
  type Coin,
  type NaiveWallet,
} from './wallet.ts';

const AHEAD_MAX = 5;

/** D11: usage that already happened. */
export function record(
  wallet: NaiveWallet,
  command: NaiveCommandOf<'RecordUsage'>,
  now: Minute,
): Prediction {
  const asked = command.occurredAt ?? now;
  const at = Math.min(asked, now);
  const { consumptionId } = command;
  const priced = priceAt(command, wallet.scale, at);
  const memberId = command.memberId ?? null;
  const spend = {
    memberId,
    action: command.action,
    amount: 'amount' in priced ? priced.amount : 0,
  };
  const funding = fundingOf(wallet, spend, { at, now });
  const objections = [
    ...idObjections(wallet, consumptionId),
    ...timeObjections(wallet, asked, now),
    ...memberThenObjections(wallet, memberId, at),
    ...('objections' in priced ? priced.objections : []),
    ...strictObjections(wallet, spend, funding),
  ];
  if (objections.length > 0) return refused(objections);
  if (spend.amount === 0) return recordFree(wallet, consumptionId);
  return recordAs(wallet, { consumptionId, spend, funding, at });
}

function recordAs(
  wallet: NaiveWallet,
  usage: {
    readonly consumptionId: string;
    readonly spend: Spend;
    readonly funding: Funding;
    readonly at: Minute;
  },
): Prediction {
  const { consumptionId, spend, funding, at } = usage;
  const { amount, memberId } = spend;
  const own = funding.inPeriod.slice(0, amount);
  const coins = [...own, ...funding.others].slice(0, amount);
  const flags = [
    ...(funding.isLate ? ['LATE'] : []),
    ...(!funding.isLate && coins.length > own.length ? ['FUNDED_OUT_OF_PERIOD'] : []),
    ...(isOverCap(wallet, { memberId, amount, at }) ? ['OVER_CAP'] : []),
    ...(coins.length < amount ? ['OVERDRAWN'] : []),
    ...(at < wallet.openedAt ? ['BEFORE_OPENING'] : []),
  ];
  if (memberId !== null && isMember(wallet, memberId))
    for (const coin of coins) coin.owner = payerOf(coin, memberId);
  book(wallet, { consumptionId, coins, spend, at });
  return { accepted: true, flags };
}

interface Funding {
  readonly isLate: boolean;
  /** Of lots valid when it happened, what has expired since included. */
  readonly inPeriod: Coin[];
  /** Of today's lots, the rest. */
  readonly others: Coin[];
}

function fundingOf(
  wallet: NaiveWallet,
  { memberId, action }: Spend,
  { at, now }: { readonly at: Minute; readonly now: Minute },
): Funding {
  const owners = memberId === null || !isMember(wallet, memberId) ? [null] : [memberId, null];
  const today = owners.flatMap((owner) => payable(wallet, owner, action, now));
  const isLate = now - at > wallet.policies.lateHours * 60;
  if (isLate) {
    const strict = wallet.policies.strictUsage;
    return {
      isLate,
      inPeriod: strict ? today.filter(({ lot }) => isValid(lot, at)) : [],
      others: today,
    };
  }
  const inPeriod = owners.flatMap((owner) =>
    inBurnOrder(
      wallet,
      wallet.coins.filter(
        (coin) =>
          (coin.place === 'FREE' || coin.place === 'EXPIRED') &&
          payerOf(coin, owners[0] ?? null) === owner &&
          isValid(coin.lot, at) &&
          isEligible(coin.lot, action),
      ),
    ),
  );
  return { isLate, inPeriod, others: today.filter((coin) => !inPeriod.includes(coin)) };
}

// What expired in the pocket that a member had before it was added again is the pool's to it.
const payerOf = ({ owner, former }: Coin, memberId: string | null): string | null =>
  owner === memberId && former === true ? null : owner;

function timeObjections(wallet: NaiveWallet, at: Minute, now: Minute): readonly Objection[] {
  return [
    ...objectIf(at > now + AHEAD_MAX, 'USAGE_IN_FUTURE'),
    ...objectIf(now - at > wallet.policies.acceptanceDays * 1440, 'USAGE_TOO_OLD'),
  ];
}

// A member removed since is accepted if it was a member then.
function memberThenObjections(
  wallet: NaiveWallet,
  memberId: string | null,
  at: Minute,
): readonly Objection[] {
  const spans = wallet.members.get(memberId ?? '') ?? [];
  const wasMember = spans.some(({ from, to }) => from <= at && (to === null || at < to));
  return wasMember ? [] : memberObjections(wallet, memberId);
}

function strictObjections(
  wallet: NaiveWallet,
  { amount }: Spend,
  { inPeriod }: Funding,
): readonly Objection[] {
  const isShort = wallet.policies.strictUsage && amount > inPeriod.length;
  return objectIf(isShort, 'INSUFFICIENT_CREDITS');
}
