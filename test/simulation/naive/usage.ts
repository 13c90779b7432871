import { capObjections } from './caps.ts';
import type { Minute, NaiveCommandOf, Objection, Prediction } from './commands.ts';
import { memberObjections } from './members.ts';
import { priceAt } from './prices.ts';
import {
  accepted,
  debtOf,
  objectIf,
  payable,
  put,
  refused,
  type Coin,
  type NaiveWallet,
} from './wallet.ts';

/** Who wants to spend what, on which action. */
export interface Spend {
  readonly memberId: string | null;
  readonly action: string;
  readonly amount: number;
}

/** D20: the coins that an authorised spend may draw on now, in the order in which it does. */
export function purse(wallet: NaiveWallet, { memberId, action }: Spend, now: Minute): Coin[] {
  const pool = payable(wallet, null, action, now);
  if (memberId === null || wallet.policies.memberFunding === 'POOLED') return pool;
  const pocket = payable(wallet, memberId, action, now);
  return wallet.policies.memberFunding === 'ALLOCATED_ONLY' ? pocket : [...pocket, ...pool];
}

/** D20: whether a spend is within its means. */
export function creditObjections(
  wallet: NaiveWallet,
  spend: Spend,
  { overdraft, now }: { readonly overdraft: number; readonly now: Minute },
): readonly Objection[] {
  const ownOnly = spend.memberId !== null && wallet.policies.memberFunding === 'ALLOCATED_ONLY';
  const eligible = purse(wallet, spend, now).length;
  const available = ownOnly ? eligible : eligible - debtOf(wallet);
  const shortfall = spend.amount - available - (ownOnly ? 0 : overdraft);
  const figures = { available, needed: spend.amount, shortfall };
  return objectIf(shortfall > 0, 'INSUFFICIENT_CREDITS', figures);
}

export function consume(
  wallet: NaiveWallet,
  command: NaiveCommandOf<'ConsumeCredits'>,
  now: Minute,
): Prediction {
  const { consumptionId, action } = command;
  const memberId = command.memberId ?? null;
  const priced = priceAt(command, wallet.scale, now);
  const spend = { memberId, action, amount: 'amount' in priced ? priced.amount : 0 };
  const objections = [
    ...idObjections(wallet, consumptionId),
    ...memberObjections(wallet, memberId),
    ...('objections' in priced ? priced.objections : []),
    ...(spend.amount > 0
      ? [
          ...creditObjections(wallet, spend, {
            overdraft: wallet.policies.overdraftLimit,
            now,
          }),
          ...capObjections(wallet, memberId, spend.amount, now),
        ]
      : []),
  ];
  if (objections.length > 0) return refused(objections);
  if (spend.amount === 0) return recordFree(wallet, consumptionId);
  const coins = purse(wallet, spend, now).slice(0, spend.amount);
  book(wallet, { consumptionId, coins, spend, at: now });
  return { accepted: true, flags: coins.length < spend.amount ? ['OVERDRAWN'] : [] };
}

export const idObjections = (wallet: NaiveWallet, id: string): readonly Objection[] =>
  objectIf(wallet.consumptions.has(id) || wallet.freeActions.has(id), 'ID_TAKEN');

export function recordFree(wallet: NaiveWallet, consumptionId: string): Prediction {
  wallet.freeActions.add(consumptionId);
  return accepted();
}

export function book(
  wallet: NaiveWallet,
  usage: {
    readonly consumptionId: string;
    readonly coins: Coin[];
    readonly spend: Spend;
    readonly at: Minute;
  },
): void {
  const { consumptionId, coins, spend, at } = usage;
  put(coins, 'USED');
  wallet.consumptions.set(consumptionId, {
    consumptionId,
    memberId: spend.memberId,
    amount: spend.amount,
    holdId: null,
    asked: '',
    coins,
    debt: spend.amount - coins.length,
    reversed: 0,
    writtenOff: 0,
    filed: [{ at, amount: spend.amount }],
  });
}
