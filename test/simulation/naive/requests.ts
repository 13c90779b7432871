import type { Minute, NaiveCommandOf, Objection, Prediction } from './commands.ts';
import { giveFromPool, memberObjections, poolObjections, poolToGive } from './members.ts';
import { accepted, objectIf, refused, type NaiveRequest, type NaiveWallet } from './wallet.ts';

const PENDING_MAX = 100;

export function request(
  wallet: NaiveWallet,
  { requestId, memberId, amount }: NaiveCommandOf<'RequestCredits'>,
): Prediction {
  const waiting = pending(wallet).filter((other) => other.memberId === memberId).length;
  const objections = [
    ...objectIf(wallet.requests.has(requestId), 'ID_TAKEN'),
    ...memberObjections(wallet, memberId),
    ...objectIf(amount <= 0, 'INVALID_FIELD'),
    ...objectIf(wallet.policies.memberFunding === 'POOLED', 'ALLOCATION_NOT_USED'),
    ...objectIf(waiting >= PENDING_MAX, 'TOO_MANY_REQUESTS_PENDING', { pending: waiting }),
  ];
  if (objections.length > 0) return refused(objections);
  wallet.requests.set(requestId, { requestId, memberId, amount, decision: null });
  return accepted();
}

export function withdraw(
  wallet: NaiveWallet,
  { requestId, memberId }: NaiveCommandOf<'WithdrawRequest'>,
): Prediction {
  const found = wallet.requests.get(requestId);
  if (found !== undefined && found.memberId !== memberId)
    return refused([{ code: 'REQUEST_NOT_FOUND' }]);
  return decide(wallet, requestId, 'CANCELLED');
}

export const reject = (
  wallet: NaiveWallet,
  { requestId }: NaiveCommandOf<'RejectRequest'>,
): Prediction => decide(wallet, requestId, 'REJECTED');

export function approve(
  wallet: NaiveWallet,
  { requestId, amount }: NaiveCommandOf<'ApproveRequest'>,
  now: Minute,
): Prediction {
  const found = wallet.requests.get(requestId);
  const given = amount ?? found?.amount ?? 0;
  const objections = [
    ...decisionObjections(found),
    ...objectIf(given <= 0, 'INVALID_FIELD'),
    ...poolObjections(wallet, given, now),
  ];
  if (found === undefined || objections.length > 0) return refused(objections);
  giveFromPool(wallet, found.memberId, { amount: given, at: now });
  return decide(wallet, requestId, 'APPROVED');
}

export function approveAll(
  wallet: NaiveWallet,
  { bestEffort }: NaiveCommandOf<'ApproveAllRequests'>,
  now: Minute,
): Prediction {
  const waiting = pending(wallet);
  if (waiting.length === 0) return accepted('NONE_PENDING');
  const needed = waiting.reduce((sum, { amount }) => sum + amount, 0);
  const objections = poolObjections(wallet, bestEffort ? -Infinity : needed, now);
  if (objections.length > 0) return refused(objections);
  let approved = 0;
  for (const { requestId, memberId, amount } of waiting)
    if (amount <= poolToGive(wallet, now)) {
      giveFromPool(wallet, memberId, { amount, at: now });
      decide(wallet, requestId, 'APPROVED');
      approved += 1;
    }
  return accepted(approved === 0 ? 'NONE_FITS' : undefined);
}

export function rejectAll(wallet: NaiveWallet): Prediction {
  const waiting = pending(wallet);
  for (const { requestId } of waiting) decide(wallet, requestId, 'REJECTED');
  return accepted(waiting.length === 0 ? 'NONE_PENDING' : undefined);
}

const pending = (wallet: NaiveWallet): readonly NaiveRequest[] =>
  [...wallet.requests.values()].filter(({ decision }) => decision === null);

function decide(
  wallet: NaiveWallet,
  requestId: string,
  decision: NonNullable<NaiveRequest['decision']>,
): Prediction {
  const found = wallet.requests.get(requestId);
  const objections = decisionObjections(found);
  if (found === undefined || objections.length > 0) return refused(objections);
  found.decision = decision;
  return accepted();
}

function decisionObjections(found: NaiveRequest | undefined): readonly Objection[] {
  if (found === undefined) return [{ code: 'REQUEST_NOT_FOUND' }];
  return objectIf(found.decision !== null, 'REQUEST_DECIDED');
}
