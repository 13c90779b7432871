import type { Minute, NaiveCommandOf, Prediction } from './commands.ts';
import { comeBack, ownerOnReturn, settle } from './debt.ts';
import { splitOff } from './lots.ts';
import {
  accepted,
  hasEnded,
  objectIf,
  refused,
  type Coin,
  type NaiveConsumption,
  type NaiveLot,
  type NaiveWallet,
} from './wallet.ts';

/** D13: the last drawn comes back first, open debt before it. */
export function reverse(
  wallet: NaiveWallet,
  { consumptionId, amount }: NaiveCommandOf<'ReverseConsumption'>,
  now: Minute,
): Prediction {
  const consumption = wallet.consumptions.get(consumptionId);
  if (consumption === undefined)
    return refused([
      { code: 'CONSUMPTION_NOT_FOUND' },
      ...objectIf(amount === 0, 'INVALID_FIELD'),
      ...objectIf(wallet.freeActions.has(consumptionId), 'NOTHING_TO_REVERSE'),
    ]);
  const remaining = consumption.amount - consumption.reversed - consumption.writtenOff;
  const reversed = amount ?? remaining;
  const objections = [
    ...objectIf(amount === 0, 'INVALID_FIELD'),
    ...objectIf(remaining === 0 || reversed > remaining, 'NOTHING_TO_REVERSE', { remaining }),
  ];
  if (objections.length > 0) return refused(objections);
  const forgiven = Math.min(consumption.debt, reversed);
  consumption.reversed += reversed;
  consumption.debt -= forgiven;
  unfile(consumption, reversed);
  const kept = consumption.coins.length - (reversed - forgiven);
  giveBack(wallet, consumption.coins.slice(kept).toReversed(), now);
  consumption.coins = consumption.coins.slice(0, kept);
  settle(wallet, now);
  return accepted();
}

function giveBack(wallet: NaiveWallet, coins: readonly Coin[], now: Minute): void {
  const { reissueDays } = wallet.policies;
  const reissued = new Map<NaiveLot, NaiveLot>();
  for (const coin of coins) {
    coin.owner = ownerOnReturn(wallet, coin);
    if (reissueDays !== null && hasEnded(coin.lot, now) && !coin.lot.voided) {
      const lot = reissued.get(coin.lot) ?? splitOff(wallet, coin.lot, now + reissueDays * 1440);
      reissued.set(coin.lot, lot);
      coin.lot = lot;
    }
    comeBack(wallet, coin, now);
  }
}

// D21: given back to the windows it was filed in, the last one first.
function unfile({ filed }: NaiveConsumption, amount: number): void {
  let left = amount;
  for (const entry of filed.toReversed()) {
    const part = Math.min(left, entry.amount);
    entry.amount -= part;
    left -= part;
  }
}
