import { command, page, type RequestsOf, type Services } from '../../spec-kit/example-fields.ts';

/** A request of each RPC of MemberService, as documented. */
export const memberExamples: RequestsOf<Services['credits.v1.MemberService']> = {
  AddMember: { ...command, memberId: 'ann', role: 'MEMBER_ROLE_ADMIN' },
  RemoveMember: { ...command, memberId: 'ann' },
  ListMembers: { ...page, includeRemoved: true },
  SetCap: {
    ...command,
    target: { target: { $case: 'memberId', value: 'ann' } },
    window: 'CAP_WINDOW_MONTH',
    limit: { $case: 'amount', value: '0' },
  },
  AllocateCredits: {
    ...command,
    shares: {
      $case: 'sameAmount',
      value: { amount: '150', memberIds: ['ann', 'bob'], all: false },
    },
  },
  RecallAllocation: { ...command, memberId: 'ann', amount: undefined },
};
