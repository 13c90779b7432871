import type { Minute, NaiveCommandOf, Objection, Prediction } from './commands.ts';
import { settle } from './debt.ts';
import {
  accepted,
  debtOf,
  inBurnOrder,
  isMember,
  objectIf,
  payable,
  refused,
  type Coin,
  type NaiveWallet,
} from './wallet.ts';

/** Null is the system. */
export function memberObjections(
  wallet: NaiveWallet,
  memberId: string | null,
): readonly Objection[] {
  if (memberId === null) return [];
  if (!wallet.members.has(memberId)) return [{ code: 'MEMBER_NOT_FOUND' }];
  return isMember(wallet, memberId) ? [] : [{ code: 'MEMBER_REMOVED' }];
}

export function addMember(
  wallet: NaiveWallet,
  { memberId }: NaiveCommandOf<'AddMember'>,
  now: Minute,
): Prediction {
  if (isMember(wallet, memberId)) return refused([{ code: 'ID_TAKEN' }]);
  const spans = wallet.members.get(memberId) ?? [];
  for (const coin of wallet.coins) if (coin.owner === memberId) coin.former = true;
  wallet.members.set(memberId, [...spans, { from: now, to: null }]);
  return accepted();
}

export function removeMember(
  wallet: NaiveWallet,
  { memberId }: NaiveCommandOf<'RemoveMember'>,
  now: Minute,
): Prediction {
  const objections = memberObjections(wallet, memberId);
  if (objections.length > 0) return refused(objections);
  const span = wallet.members.get(memberId)?.at(-1);
  if (span !== undefined) span.to = now;
  for (const request of wallet.requests.values())
    if (request.memberId === memberId) request.decision ??= 'CANCELLED';
  for (const hold of wallet.holds.values()) if (hold.memberId === memberId) hold.orphaned = true;
  emptyPockets(wallet, (owner) => owner === memberId);
  settle(wallet, now);
  return accepted();
}

export function emptyPockets(wallet: NaiveWallet, whose: (owner: string) => boolean): void {
  for (const coin of wallet.coins)
    if (coin.place === 'FREE' && coin.owner !== null && whose(coin.owner)) coin.owner = null;
}

export function allocate(
  wallet: NaiveWallet,
  { amounts }: NaiveCommandOf<'AllocateCredits'>,
  now: Minute,
): Prediction {
  const memberIds = Object.keys(amounts);
  const wrong = memberIds.length === 0 || Object.values(amounts).some((amount) => amount <= 0);
  const objections = [
    ...objectIf(wrong, 'INVALID_FIELD'),
    ...memberIds.flatMap((memberId) => memberObjections(wallet, memberId)),
    ...poolObjections(wallet, sumOf(Object.values(amounts)), now),
  ];
  if (objections.length > 0) return refused(objections);
  for (const memberId of memberIds.toSorted())
    giveFromPool(wallet, memberId, { amount: amounts[memberId] ?? 0, at: now });
  return accepted();
}

export function allocateSame(
  wallet: NaiveWallet,
  { amount, memberIds }: NaiveCommandOf<'AllocateSameAmount'>,
  now: Minute,
): Prediction {
  const all = [...wallet.members.keys()].filter((memberId) => isMember(wallet, memberId));
  const chosen = memberIds === 'ALL' ? all : [...new Set(memberIds)];
  if (memberIds === 'ALL' && all.length === 0 && amount > 0)
    return wallet.policies.memberFunding === 'POOLED'
      ? refused([{ code: 'ALLOCATION_NOT_USED' }])
      : accepted('NO_MEMBERS');
  const amounts = Object.fromEntries(chosen.map((memberId) => [memberId, amount]));
  return allocate(wallet, { type: 'AllocateCredits', amounts }, now);
}

/** I10: what is given must be in the unrestricted pool, debt aside. */
export function poolObjections(
  wallet: NaiveWallet,
  needed: number,
  now: Minute,
): readonly Objection[] {
  if (wallet.policies.memberFunding === 'POOLED') return [{ code: 'ALLOCATION_NOT_USED' }];
  const available = poolToGive(wallet, now);
  const figures = { available, needed, shortfall: needed - available };
  return objectIf(needed > available, 'POOL_TOO_SMALL', figures);
}

export const poolToGive = (wallet: NaiveWallet, now: Minute): number =>
  payable(wallet, null, null, now).length - debtOf(wallet);

export function giveFromPool(
  wallet: NaiveWallet,
  memberId: string,
  { amount, at }: { readonly amount: number; readonly at: Minute },
): void {
  for (const coin of payable(wallet, null, null, at).slice(0, amount)) {
    coin.owner = memberId;
    coin.former = false;
  }
}

export function recall(
  wallet: NaiveWallet,
  { memberId, amount }: NaiveCommandOf<'RecallAllocation'>,
  now: Minute,
): Prediction {
  const pocket = pocketOf(wallet, memberId);
  const needed = amount ?? pocket.length;
  const figures = { available: pocket.length, needed };
  const objections = [
    ...memberObjections(wallet, memberId),
    ...objectIf(amount === 0, 'INVALID_FIELD'),
    ...objectIf(needed > pocket.length, 'POCKET_TOO_SMALL', figures),
  ];
  if (objections.length > 0) return refused(objections);
  if (needed === 0) return accepted('NOTHING_FREE');
  for (const coin of pocket.slice(pocket.length - needed)) coin.owner = null;
  settle(wallet, now);
  return accepted();
}

export const pocketOf = (wallet: NaiveWallet, memberId: string): Coin[] =>
  inBurnOrder(
    wallet,
    wallet.coins.filter(({ place, owner }) => place === 'FREE' && owner === memberId),
  );

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, one) => sum + one, 0);
