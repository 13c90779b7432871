import type { Minute, NaiveCommandOf, Prediction } from './commands.ts';
import {
  accepted,
  debtOf,
  hasEnded,
  isMember,
  objectIf,
  payable,
  refused,
  type Coin,
  type NaiveWallet,
} from './wallet.ts';

/** D16: unrestricted credit that is free in the pool pays debts, oldest first. */
export function settle(wallet: NaiveWallet, at: Minute): void {
  const coins = payable(wallet, null, null, at).filter(
    ({ lot }) => lot.kind !== 'PROMO' || wallet.policies.debtSettledByPromo,
  );
  for (const consumption of wallet.consumptions.values())
    while (consumption.debt > 0 && coins.length > 0) {
      const coin = coins.shift() as Coin;
      coin.place = 'USED';
      consumption.coins.push(coin);
      consumption.debt -= 1;
    }
}

/** D6, D12: where a coin goes that is used or held no longer. */
export function comeBack(wallet: NaiveWallet, coin: Coin, at: Minute): void {
  if (coin.lot.voided) coin.place = 'VOIDED';
  else if (hasEnded(coin.lot, at)) coin.place = 'EXPIRED';
  else coin.place = 'FREE';
  coin.owner = ownerOnReturn(wallet, coin);
}

/** D13: the same owner, or the pool if the member is gone or funding is pooled. */
export function ownerOnReturn(wallet: NaiveWallet, { owner, former }: Coin): string | null {
  if (owner === null || former === true || wallet.policies.memberFunding === 'POOLED') return null;
  return isMember(wallet, owner) ? owner : null;
}

export function writeOff(
  wallet: NaiveWallet,
  { consumptionId }: NaiveCommandOf<'WriteOffDebt'>,
): Prediction {
  if (consumptionId !== undefined && !wallet.consumptions.has(consumptionId))
    return wallet.freeActions.has(consumptionId)
      ? accepted('NO_DEBT')
      : refused([{ code: 'CONSUMPTION_NOT_FOUND' }]);
  const owed = [...wallet.consumptions.values()].filter(
    (consumption) =>
      consumption.debt > 0 &&
      (consumptionId === undefined || consumption.consumptionId === consumptionId),
  );
  if (owed.length === 0) return accepted('NO_DEBT');
  for (const consumption of owed) {
    consumption.writtenOff += consumption.debt;
    consumption.debt = 0;
  }
  return accepted();
}

export function close(wallet: NaiveWallet): Prediction {
  const debt = debtOf(wallet);
  const isHolding = [...wallet.holds.values()].some(({ outcome }) => outcome === null);
  const objections = [
    ...objectIf(isHolding, 'HOLDS_OPEN'),
    ...objectIf(debt > 0, 'DEBT_OPEN', { debt }),
  ];
  if (objections.length > 0) return refused(objections);
  for (const coin of wallet.coins) if (coin.place === 'FREE') coin.place = 'VOIDED';
  for (const request of wallet.requests.values()) request.decision ??= 'CANCELLED';
  wallet.closed = true;
  return accepted();
}
