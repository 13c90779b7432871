import type { Actor, Steps } from '#eventsourcing';
import { amountOf } from '../../credits.ts';
import { refuse } from '../../refusal.ts';
import { allocate, requireAllocation } from '../allocation/allocation.ts';
import type { Booking } from '../booking.ts';
import { requireFewEnough } from '../stored/command-size.ts';
import type { CommandOf } from '../commands.ts';
import { poolOf } from '../consequences.ts';
import type { CancelCause } from '../events.ts';
import { requireActiveMember } from '../members/membership.ts';
import { keptId, requestsOf, type CreditRequest } from '../state.ts';

/** How many requests of one member may wait for a decision. More from before stay. */
const PENDING_REQUESTS_MAX = 100;

/** Asks for credit in the pocket: nothing for a wallet whose members spend from the pool alone. */
export function* requestCredits(
  booking: Booking,
  command: CommandOf<'RequestCredits'>,
): Steps<void> {
  const { requestId, memberId, note } = command;
  requireAllocation(booking);
  requireActiveMember(booking.state, memberId);
  const { actor } = booking.surroundings;
  const taken =
    booking.state.requests.has(requestId) || booking.kept(keptId.request(requestId)) !== undefined;
  if (taken) refuse({ code: 'ID_TAKEN', kind: 'REQUEST', id: requestId });
  const pending = requestsOf(booking.state, memberId).length;
  if (pending >= PENDING_REQUESTS_MAX)
    refuse({ code: 'TOO_MANY_REQUESTS_PENDING', memberId, pending, maximum: PENDING_REQUESTS_MAX });
  yield* booking.record('CreditsRequested', {
    requestId,
    memberId,
    amount: amountOf('amount', command.amount, booking.state.unit.scale),
    note: note === undefined ? undefined : booking.surroundings.seal(memberId, note),
    requestedBy: actor.type === 'SERVICE' ? actor : undefined,
  });
}

/** Who made a request: the service that its event names, else the member itself. */
export const requesterOf = ({
  memberId,
  requestedBy,
}: {
  readonly memberId: string;
  readonly requestedBy?: Actor | undefined;
}): Actor => requestedBy ?? { type: 'USER', id: memberId };

/** A request is withdrawn by or for its member; anyone else's looks missing. */
export function* withdrawRequest(
  booking: Booking,
  command: CommandOf<'WithdrawRequest'>,
): Steps<void> {
  const request = pendingRequest(booking, command.requestId, command.memberId);
  yield* cancelRequest(booking, request, 'WITHDRAWN');
}

/** Approves a request, if wished with another amount, and allocates it in the same append. */
export function* approveRequest(
  booking: Booking,
  command: CommandOf<'ApproveRequest'>,
): Steps<void> {
  const request = pendingRequest(booking, command.requestId);
  const amount =
    command.amount === undefined
      ? request.amount
      : amountOf('amount', command.amount, booking.state.unit.scale);
  yield* approve(booking, [{ ...request, approved: amount }]);
}

/**
 * Approves all pending requests, oldest first, or none of them; with best effort those that fit.
 */
export function* approveAllRequests(
  booking: Booking,
  { bestEffort }: CommandOf<'ApproveAllRequests'>,
): Steps<void> {
  const pending = inOrder(booking);
  if (pending.length === 0)
    return yield* booking.stand('CommandAccepted', { outcome: 'NONE_PENDING' });
  requireAllocation(booking);
  const wanted = pending.map((request) => ({ ...request, approved: request.amount }));
  const chosen = bestEffort ? thoseThatFit(wanted, poolOf(booking.state, booking.now)) : wanted;
  const isChosen = new Set(chosen.map(({ requestId }) => requestId));
  const leftPending = pending
    .map(({ requestId }) => requestId)
    .filter((requestId) => !isChosen.has(requestId));
  requireFewEnough('APPROVAL', chosen.length);
  if (chosen.length === 0)
    return yield* booking.stand('CommandAccepted', { outcome: 'NONE_FITS', leftPending });
  yield* approve(booking, chosen, leftPending);
}

interface Approval extends CreditRequest {
  readonly approved: bigint;
}

function thoseThatFit(requests: readonly Approval[], pool: bigint): readonly Approval[] {
  let left = pool;
  return requests.filter(({ approved }) => {
    const fits = approved <= left;
    if (fits) left -= approved;
    return fits;
  });
}

function* approve(
  booking: Booking,
  approvals: readonly Approval[],
  leftPending?: readonly string[],
): Steps<void> {
  for (const { requestId, memberId, amount, approved } of approvals)
    yield* booking.record('RequestApproved', {
      requestId,
      memberId,
      requestedAmount: amount,
      approvedAmount: approved,
      decidedBy: booking.surroundings.actor,
    });
  yield* allocate(
    booking,
    approvals.map(({ memberId, approved, requestId }) => ({
      memberId,
      amount: approved,
      requestId,
    })),
    leftPending,
  );
}

export function* rejectRequest(booking: Booking, command: CommandOf<'RejectRequest'>): Steps<void> {
  yield* reject(booking, pendingRequest(booking, command.requestId), command.reason);
}

export function* rejectAllRequests(
  booking: Booking,
  command: CommandOf<'RejectAllRequests'>,
): Steps<void> {
  const pending = inOrder(booking);
  if (pending.length === 0)
    return yield* booking.stand('CommandAccepted', { outcome: 'NONE_PENDING' });
  requireFewEnough('REJECTION', pending.length);
  for (const request of pending) yield* reject(booking, request, command.reason);
}

function* reject(
  booking: Booking,
  request: CreditRequest,
  reason: string | undefined,
): Steps<void> {
  const { requestId, memberId, amount } = request;
  const { actor: decidedBy, seal } = booking.surroundings;
  yield* booking.record('RequestRejected', {
    requestId,
    memberId,
    amount,
    decidedBy,
    reason: reason === undefined ? undefined : seal(memberId, reason),
  });
}

export function* cancelRequest(
  booking: Booking,
  request: CreditRequest,
  cause: CancelCause,
): Steps<void> {
  const { requestId, memberId, amount } = request;
  const { actor: decidedBy } = booking.surroundings;
  yield* booking.record('RequestCancelled', { requestId, memberId, amount, cause, decidedBy });
}

// I9: a request is decided once. Whoever comes later learns what was decided, by whom and when.
function pendingRequest(booking: Booking, requestId: string, ownedBy?: string): CreditRequest {
  const isTheirs = ({ memberId }: CreditRequest): boolean =>
    ownedBy === undefined || memberId === ownedBy;
  const pending = booking.state.requests.get(requestId);
  if (pending !== undefined && isTheirs(pending)) return pending;
  const kept = booking.kept(keptId.request(requestId));
  if (kept?.kind !== 'REQUEST' || !isTheirs(kept.request))
    return refuse({ code: 'REQUEST_NOT_FOUND', requestId });
  const { decision, decidedBy, decidedAt } = kept;
  return refuse({ code: 'REQUEST_DECIDED', requestId, decision, decidedBy, decidedAt });
}

/** The pending requests, oldest first. */
export function inOrder({ state }: Booking): readonly CreditRequest[] {
  return [...state.requests.values()].toSorted((a, b) => a.revision - b.revision);
}
