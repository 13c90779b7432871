import type { AskedLot, Kind, Minute, NaiveCommandOf, Objection, Prediction } from './commands.ts';
import { settle } from './debt.ts';
import {
  accepted,
  hasEnded,
  objectIf,
  put,
  refused,
  type Coin,
  type NaiveLot,
  type NaiveWallet,
} from './wallet.ts';

const RANKS: Readonly<Record<Kind, number>> = {
  PROMO: 10,
  TRIAL: 12,
  ADMIN_GRANT: 15,
  ROLLOVER: 18,
  MONTHLY: 20,
  ADD_ON: 25,
  PURCHASED: 30,
};

export function purchase(
  wallet: NaiveWallet,
  { purchaseId, lot, bonus }: NaiveCommandOf<'RecordPurchase'>,
  now: Minute,
): Prediction {
  const id = `purchase:${purchaseId}`;
  const objections = [
    ...objectionsTo(wallet, id, lot, now),
    ...(bonus === undefined ? [] : objectionsTo(wallet, `${id}/bonus`, bonus, now)),
  ];
  if (objections.length > 0) return refused(objections);
  issue(wallet, { id, kind: 'PURCHASED', asked: lot }, now);
  if (bonus !== undefined)
    issue(wallet, { id: `${id}/bonus`, kind: bonus.kind, asked: bonus }, now);
  settle(wallet, now);
  return accepted();
}

export function grant(
  wallet: NaiveWallet,
  { grantId, kind, lot }: NaiveCommandOf<'GrantCredits'>,
  now: Minute,
): Prediction {
  const id = `grant:${grantId}`;
  const objections = objectionsTo(wallet, id, lot, now);
  if (objections.length > 0) return refused(objections);
  issue(wallet, { id, kind, asked: lot }, now);
  settle(wallet, now);
  return accepted();
}

function objectionsTo(
  wallet: NaiveWallet,
  id: string,
  asked: AskedLot,
  now: Minute,
): readonly Objection[] {
  const from = asked.effectiveAt ?? now;
  const wrong = asked.amount <= 0 || (asked.end !== null && asked.end <= from);
  return [
    ...objectIf(
      wallet.lots.some((lot) => lot.id === id),
      'ID_TAKEN',
    ),
    ...objectIf(wrong, 'INVALID_FIELD'),
  ];
}

function issue(
  wallet: NaiveWallet,
  { id, kind, asked }: { readonly id: string; readonly kind: Kind; readonly asked: AskedLot },
  now: Minute,
): void {
  const lot = addLot(wallet, {
    id,
    kind,
    rank: asked.rank ?? wallet.policies.ranks[kind] ?? RANKS[kind],
    cost: asked.cost ?? 0,
    basis: asked.amount,
    effectiveAt: asked.effectiveAt ?? now,
    expiresAt: asked.end,
    restrictedTo: asked.restrictedTo,
    started: (asked.effectiveAt ?? now) <= now,
  });
  for (let count = 0; count < asked.amount; count += 1)
    wallet.coins.push({ lot, owner: null, place: hasEnded(lot, now) ? 'EXPIRED' : 'FREE' });
}

function addLot(
  wallet: NaiveWallet,
  terms: Omit<NaiveLot, 'sequence' | 'voided' | 'splits'>,
): NaiveLot {
  const lot = { ...terms, sequence: wallet.lots.length, voided: false, splits: 0 };
  wallet.lots.push(lot);
  return lot;
}

/** A lot like another but for its end, for coins that are moved to it. */
export function splitOff(wallet: NaiveWallet, lot: NaiveLot, end: Minute | null): NaiveLot {
  lot.splits += 1;
  return addLot(wallet, { ...lot, id: `${lot.id}/${lot.splits}`, expiresAt: end });
}

export function voidLot(
  wallet: NaiveWallet,
  { lotId }: NaiveCommandOf<'VoidLot'>,
  now: Minute,
): Prediction {
  const found = lotForCorrection(wallet, lotId, now);
  if ('code' in found) return refused([found]);
  const coins = freeCoinsOf(wallet, found.lot);
  const isHeld = wallet.coins.some(({ lot, place }) => lot === found.lot && place === 'HELD');
  if (coins.length === 0 && (!isHeld || found.lot.voided)) return accepted('NOTHING_FREE');
  found.lot.voided = true;
  put(coins, 'VOIDED');
  return accepted();
}

export function moveExpiry(
  wallet: NaiveWallet,
  { lotId, end }: NaiveCommandOf<'MoveExpiry'>,
  now: Minute,
): Prediction {
  const found = lotForCorrection(wallet, lotId, now);
  const wrong = end !== null && (end <= now || ('lot' in found && end <= found.lot.effectiveAt));
  const objections = [...('code' in found ? [found] : []), ...objectIf(wrong, 'INVALID_FIELD')];
  if ('code' in found || objections.length > 0) return refused(objections);
  const coins = freeCoinsOf(wallet, found.lot);
  if (coins.length === 0) return accepted('NOTHING_FREE');
  const later = splitOff(wallet, found.lot, end);
  for (const coin of coins) coin.lot = later;
  return accepted();
}

function lotForCorrection(
  wallet: NaiveWallet,
  lotId: string,
  now: Minute,
): Objection | { readonly lot: NaiveLot } {
  const lot = wallet.lots.find(({ id }) => id === lotId);
  if (lot === undefined) return { code: 'LOT_NOT_FOUND' };
  return hasEnded(lot, now) ? { code: 'LOT_EXPIRED' } : { lot };
}

const freeCoinsOf = (wallet: NaiveWallet, lot: NaiveLot): Coin[] =>
  wallet.coins.filter((coin) => coin.lot === lot && coin.place === 'FREE');
