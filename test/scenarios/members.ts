import {
  AddMemberRequest,
  AllocateCreditsRequest,
  ApproveAllRequestsRequest,
  ApproveRequestRequest,
  type CapTarget,
  type CapWindow,
  ChangePolicyRequest,
  CloseWalletRequest,
  MemberServiceService,
  type Policies,
  RecallAllocationRequest,
  RejectAllRequestsRequest,
  RejectRequestRequest,
  RemoveMemberRequest,
  RequestCreditsRequest,
  RequestServiceService,
  SetCapRequest,
  WalletServiceService,
  WithdrawRequestRequest,
} from '#contracts';
import { type Action, command } from './action.ts';

// Members, their pockets, caps and requests; policies.

export const add = (memberId: string): Action =>
  command(`add ${memberId}`, 'admin', MemberServiceService.addMember, () =>
    AddMemberRequest.create({ memberId }),
  );

export const remove = (memberId: string): Action =>
  command(`remove ${memberId}`, 'admin', MemberServiceService.removeMember, () =>
    RemoveMemberRequest.create({ memberId }),
  );

/** The same to each of these members, or to all. */
export const allocate = (amount: number, to: readonly string[] | 'all'): Action =>
  command(
    `allocate ${amount} each to ${String(to)}`,
    'admin',
    MemberServiceService.allocateCredits,
    () =>
      AllocateCreditsRequest.create({
        shares: {
          $case: 'sameAmount',
          value: {
            amount: `${amount}`,
            memberIds: to === 'all' ? [] : [...to],
            all: to === 'all',
          },
        },
      }),
  );

/** An amount of its own for each. */
export const allocateAmounts = (amounts: Readonly<Record<string, number>>): Action =>
  command(
    `allocate ${JSON.stringify(amounts)}`,
    'admin',
    MemberServiceService.allocateCredits,
    () =>
      AllocateCreditsRequest.create({
        shares: {
          $case: 'amounts',
          value: {
            amounts: new Map(Object.entries(amounts).map(([id, amount]) => [id, `${amount}`])),
          },
        },
      }),
  );

export const recall = (memberId: string, amount?: number): Action =>
  command(
    `recall ${amount ?? 'all'} from ${memberId}`,
    'admin',
    MemberServiceService.recallAllocation,
    () =>
      RecallAllocationRequest.create({
        memberId,
        amount: amount === undefined ? undefined : `${amount}`,
      }),
  );

/** A cap for a member by its id, for "each member", or for the "organisation". */
export const cap = (
  target: string,
  window: 'DAY' | 'WEEK' | 'MONTH' | 'TOTAL',
  amount: number | 'none',
): Action =>
  command(`cap ${target} ${amount} a ${window}`, 'admin', MemberServiceService.setCap, () =>
    SetCapRequest.create({
      target: { target: targetOf(target) },
      window: `CAP_WINDOW_${window}` as CapWindow,
      limit:
        amount === 'none'
          ? { $case: 'none', value: true }
          : { $case: 'amount', value: `${amount}` },
    }),
  );

function targetOf(target: string): NonNullable<CapTarget['target']> {
  if (target === 'each member') return { $case: 'memberDefault', value: true };
  if (target === 'organisation') return { $case: 'organisation', value: true };
  return { $case: 'memberId', value: target };
}

/** A member asks, with its own token. */
export const request = (requestId: string, memberId: string, amount: number, note = ''): Action =>
  command(
    `${memberId} asks for ${amount}`,
    { role: 'member', subject: memberId },
    RequestServiceService.requestCredits,
    () => RequestCreditsRequest.create({ requestId, memberId, amount: `${amount}`, note }),
  );

export const withdraw = (requestId: string, memberId: string): Action =>
  command(
    `${memberId} withdraws ${requestId}`,
    { role: 'member', subject: memberId },
    RequestServiceService.withdrawRequest,
    () => WithdrawRequestRequest.create({ requestId }),
  );

export const approve = (requestId: string, amount?: number): Action =>
  command(
    `approve ${requestId}${amount === undefined ? '' : ` as ${amount}`}`,
    'admin',
    RequestServiceService.approveRequest,
    () =>
      ApproveRequestRequest.create({
        requestId,
        amount: amount === undefined ? undefined : `${amount}`,
      }),
  );

export const reject = (requestId: string): Action =>
  command(`reject ${requestId}`, 'admin', RequestServiceService.rejectRequest, () =>
    RejectRequestRequest.create({ requestId }),
  );

export const approveAll = ({ bestEffort = false } = {}): Action =>
  command(
    `approve all${bestEffort ? ' that fit' : ''}`,
    'admin',
    RequestServiceService.approveAllRequests,
    () => ApproveAllRequestsRequest.create({ bestEffort }),
  );

export const rejectAll = (): Action =>
  command('reject all', 'admin', RequestServiceService.rejectAllRequests, () =>
    RejectAllRequestsRequest.create({}),
  );

export const policy = (policies: Partial<Policies>): Action =>
  command('change policies', 'operator', WalletServiceService.changePolicy, () =>
    ChangePolicyRequest.create({ policies: { ranks: [], ...policies } }),
  );

export const close = (): Action =>
  command('close the wallet', 'operator', WalletServiceService.closeWallet, () =>
    CloseWalletRequest.create({}),
  );
