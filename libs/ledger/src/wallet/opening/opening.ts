import type { Steps } from '#eventsourcing';
import { refuse, refuseField } from '../../refusal.ts';
import { amountOrZeroOf } from '../../credits.ts';
import { isExactDuration, isZone } from '../../calendar/index.ts';
import type { Booking } from '../booking.ts';
import type { CommandOf } from '../commands.ts';
import { returnPocket, voidFree } from '../consequences.ts';
import { settleDebt } from '../debt/debt.ts';
import type { EventOf } from '../events.ts';
import { POLICY_NAMES, policiesAfter, type OwnPolicies } from './policies.ts';
import { cancelRequest, inOrder } from '../requests/requests.ts';

export function openWallet(command: CommandOf<'OpenWallet'>): EventOf<'WalletOpened'>['data'] {
  const { owner, unit, currency, timeZone, policies } = command;
  if (!isZone(timeZone)) refuseField('time_zone', 'must be an IANA time zone');
  checkPolicies(policies, unit.scale);
  return { owner, unit, currency, timeZone, policies };
}

/** Sets policies, each an event; those that are as asked already stay. They take effect at once. */
export function* changePolicy(
  booking: Booking,
  { policies }: CommandOf<'ChangePolicy'>,
): Steps<void> {
  checkPolicies(policies, booking.state.unit.scale);
  const after = policiesAfter(booking.state.policies, policies);
  for (const name of POLICY_NAMES) {
    const to = after[name];
    const from = booking.state.policies[name];
    if (to === undefined || isSame(from, to)) continue;
    yield* booking.record('WalletPolicyChanged', { name, from: from ?? null, to });
  }
  if (booking.events.length === 0)
    return yield* booking.stand('CommandAccepted', { outcome: 'UNCHANGED' });
  if (booking.policies.memberFunding === 'POOLED')
    for (const memberId of booking.state.lots.pocketOwners())
      yield* returnPocket(booking, memberId, 'POOLED');
  yield* settleDebt(booking);
}

function checkPolicies(policies: OwnPolicies, scale: number): void {
  if (policies.overdraftLimit !== undefined)
    amountOrZeroOf('policies.overdraft_limit', policies.overdraftLimit, scale);
  for (const [field, window] of [
    ['policies.late_window', policies.lateWindow],
    ['policies.acceptance_window', policies.acceptanceWindow],
    ['policies.hold_max', policies.holdMax],
  ] as const)
    if (window !== undefined && !isExactDuration(window))
      refuseField(field, 'must be a duration without years and months, such as "PT72H" or "P35D"');
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Ends a wallet for good: what is free is voided, pending requests are cancelled. */
export function* closeWallet(booking: Booking, command: CommandOf<'CloseWallet'>): Steps<void> {
  const { state } = booking;
  if (state.holds.size > 0)
    refuse({
      code: 'HOLDS_OPEN',
      holdIds: firstFew(state.holds.keys()),
      count: state.holds.size,
      held: state.held,
    });
  if (state.debt > 0n) refuse({ code: 'DEBT_OPEN', debt: state.debt });
  const reason =
    command.reason === undefined ? undefined : booking.surroundings.seal(null, command.reason);
  for (const lot of state.lots) if (lot.free.total > 0n) yield* voidFree(booking, lot, {});
  for (const request of inOrder(booking)) yield* cancelRequest(booking, request, 'WALLET_CLOSED');
  yield* booking.record('WalletClosed', { ...booking.state.totals, reason });
}

const HOLD_IDS_MAX = 100;

const firstFew = (ids: Generator<string>): readonly string[] => [...ids.take(HOLD_IDS_MAX)];
