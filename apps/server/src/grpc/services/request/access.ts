import { admin, service, readers, type Access } from '../../../identity/roles.ts';

/** Who may call what of RequestService. */
export const requestAccess = {
  RequestCredits: { ...service, member: 'own' },
  WithdrawRequest: { ...service, member: 'own' },
  ListRequests: { ...readers, member: 'own' },
  ApproveRequest: admin,
  RejectRequest: admin,
  ApproveAllRequests: admin,
  RejectAllRequests: admin,
} as const satisfies Readonly<Record<string, Access>>;
