import { admin, readers, type Access } from '../../../identity/roles.ts';

/** Who may call what of MemberService. */
export const memberAccess = {
  AddMember: { roles: ['admin', 'service'] },
  RemoveMember: { roles: ['admin', 'service'] },
  ListMembers: readers,
  SetCap: admin,
  AllocateCredits: admin,
  RecallAllocation: admin,
} as const satisfies Readonly<Record<string, Access>>;
