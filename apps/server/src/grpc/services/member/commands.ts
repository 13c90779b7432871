import type * as wire from '#contracts';
import type { CommandOf } from '#ledger';
import { required, toCapTarget, toRecord } from '../../wire/common.ts';
import { enumFrom, requiredEnumFrom } from '../../wire/enums.ts';

export const toAddMember = ({ memberId, role }: wire.AddMemberRequest): CommandOf<'AddMember'> => ({
  type: 'AddMember',
  memberId,
  role: enumFrom('MEMBER_ROLE', role) ?? 'MEMBER',
});

export const toRemoveMember = ({
  memberId,
}: wire.RemoveMemberRequest): CommandOf<'RemoveMember'> => ({ type: 'RemoveMember', memberId });

export const toSetCap = ({ target, window, limit }: wire.SetCapRequest): CommandOf<'SetCap'> => ({
  type: 'SetCap',
  target: toCapTarget(required(target)),
  window: requiredEnumFrom('CAP_WINDOW', window),
  amount: limit?.$case === 'amount' ? limit.value : null,
});

export function toAllocation({
  shares,
}: wire.AllocateCreditsRequest): CommandOf<'AllocateCredits' | 'AllocateSameAmount'> {
  const asked = required(shares);
  if (asked.$case === 'amounts')
    return { type: 'AllocateCredits', amounts: toRecord(asked.value.amounts) };
  const { amount, memberIds, all } = asked.value;
  return { type: 'AllocateSameAmount', amount, memberIds: all ? 'ALL' : memberIds };
}

export const toRecallAllocation = ({
  memberId,
  amount,
}: wire.RecallAllocationRequest): CommandOf<'RecallAllocation'> => ({
  type: 'RecallAllocation',
  memberId,
  amount,
});
