import type * as wire from '#contracts';
import type { WalletDone } from '#application';
import {
  type CommandOf,
  type Credits,
  type EventOf,
  formatCredits,
  type Share,
  type Slice,
} from '#ledger';
import { fromCapTarget, fromReceipt, fromSlices } from '../../wire/common.ts';
import { enumTo } from '../../wire/enums.ts';
import { allOf, firstOf, sumOf, theOne } from '../../wire/events.ts';
import { returnedBy } from '../wallet/answers.ts';

export function memberAdded(done: WalletDone): wire.AddMemberResponse {
  const { memberId, role } = theOne(done, 'MemberAdded').data;
  return { memberId, role: fromRole(role), receipt: fromReceipt(done.receipt) };
}

export const fromRole = (role: string): wire.MemberRole =>
  role === 'ADMIN' ? 'MEMBER_ROLE_ADMIN' : 'MEMBER_ROLE_MEMBER';

export const memberRemoved = (done: WalletDone): wire.RemoveMemberResponse => ({
  memberId: theOne(done, 'MemberRemoved').data.memberId,
  returned: returnedBy(done),
  slices: returnedSlices(done),
  cancelledRequestIds: allOf(done, 'RequestCancelled').map(({ data }) => data.requestId),
  debtSettled: sumOf(done, 'DebtSettled'),
  receipt: fromReceipt(done.receipt),
});

const returnedSlices = (done: WalletDone): wire.Slice[] =>
  allOf(done, 'AllocationReturned').flatMap(({ data }) => fromSlices(data.slices, done.scale));

/** A cap that was set already has no event of its own: the command says what it is. */
export const capSet = (command: CommandOf<'SetCap'>, done: WalletDone): wire.SetCapResponse => ({
  target: fromCapTarget(command.target),
  window: enumTo('CAP_WINDOW', command.window),
  amount: command.amount === null ? undefined : padded(command.amount, done.scale),
  receipt: fromReceipt(done.receipt),
});

// The ledger accepted it, so it has no more digits than the scale.
function padded(amount: string, scale: number): string {
  const [whole = '', fraction = ''] = amount.split('.');
  return scale === 0 ? whole : `${whole}.${fraction.padEnd(scale, '0')}`;
}

export function allocated(done: WalletDone): wire.AllocateCreditsResponse {
  const allocation = firstOf(done, 'CreditsAllocated')?.data;
  return {
    allocationId: allocation?.allocationId ?? '',
    shares: (allocation?.shares ?? []).map((share) => ({
      memberId: share.memberId,
      amount: formatCredits(totalOf(share), done.scale),
      slices: fromSlices(givenTo(share), done.scale),
    })),
    summary: allocation ? summaryOf(allocation, done.scale) : unchangedPool(done),
    receipt: fromReceipt(done.receipt),
  };
}

/** What a member got, as it is now: in its pocket. */
export const givenTo = ({ memberId, slices }: Share): readonly Slice[] =>
  slices.map((slice) => ({ ...slice, memberId }));

// There was nobody to allocate to. Of a time when that was not recorded, the pool is not known.
function unchangedPool(done: WalletDone): wire.AllocationSummary | undefined {
  const poolAfter = firstOf(done, 'CommandAccepted')?.data.poolStands;
  return poolAfter === undefined ? undefined : summaryOf({ poolAfter, total: 0n }, done.scale);
}

const totalOf = ({ slices }: Share): Credits =>
  slices.reduce((total, { amount }) => total + amount, 0n);

export const summaryOf = (
  { poolAfter, total }: Pick<EventOf<'CreditsAllocated'>['data'], 'poolAfter' | 'total'>,
  scale: number,
): wire.AllocationSummary => ({
  available: formatCredits(poolAfter + total, scale),
  total: formatCredits(total, scale),
  remaining: formatCredits(poolAfter, scale),
});

export const recalled = (memberId: string, done: WalletDone): wire.RecallAllocationResponse => ({
  memberId,
  amount: returnedBy(done),
  slices: returnedSlices(done),
  debtSettled: sumOf(done, 'DebtSettled'),
  receipt: fromReceipt(done.receipt),
});
