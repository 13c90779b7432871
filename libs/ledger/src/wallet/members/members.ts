import type { Steps } from '#eventsourcing';
import { amountOrZeroOf } from '../../credits.ts';
import { refuse } from '../../refusal.ts';
import type { Booking } from '../booking.ts';
import { capKey } from '../caps/caps.ts';
import type { CommandOf } from '../commands.ts';
import { returnPocket } from '../consequences.ts';
import { settleDebt } from '../debt/debt.ts';
import { isActiveMember, requireActiveMember } from './membership.ts';
import { cancelRequest } from '../requests/requests.ts';
import { requestsOf } from '../state.ts';

export function* addMember(
  booking: Booking,
  { memberId, role }: CommandOf<'AddMember'>,
): Steps<void> {
  if (isActiveMember(booking.state, memberId))
    refuse({ code: 'ID_TAKEN', kind: 'MEMBER', id: memberId });
  yield* booking.record('MemberAdded', { memberId, role });
}

/** I11: a removed member owns no pocket and no pending request. Its open holds end normally. */
export function* removeMember(
  booking: Booking,
  { memberId }: CommandOf<'RemoveMember'>,
): Steps<void> {
  requireActiveMember(booking.state, memberId);
  yield* booking.record('MemberRemoved', { memberId });
  yield* returnPocket(booking, memberId, 'MEMBER_REMOVED');
  for (const request of requestsOf(booking.state, memberId))
    yield* cancelRequest(booking, request, 'MEMBER_REMOVED');
  yield* settleDebt(booking);
}

/** Sets or, without an amount, removes the cap of a target over a window (D21). */
export function* setCap(
  booking: Booking,
  { target, window, amount }: CommandOf<'SetCap'>,
): Steps<void> {
  const { state } = booking;
  if (target.type === 'MEMBER') requireActiveMember(booking.state, target.memberId);
  const cap = amount === null ? undefined : amountOrZeroOf('amount', amount, state.unit.scale);
  if (state.caps.get(capKey(window, target)) === cap)
    return yield* booking.stand('CommandAccepted', { outcome: 'UNCHANGED' });
  yield* booking.record('CapSet', { target, window, amount: cap });
}
