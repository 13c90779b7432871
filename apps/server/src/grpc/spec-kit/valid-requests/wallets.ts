import {
  command,
  lot,
  march,
  page,
  policies,
  type RequestsOf,
  type Services,
  wallet,
} from './common.ts';

export const WalletService: RequestsOf<Services['credits.v1.WalletService']> = {
  OpenWallet: {
    ...command,
    owner: { type: 'OWNER_TYPE_ORGANISATION', id: 'acme' },
    unit: { code: 'CREDIT', scale: 2 },
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    policies: { ...policies, ranks: [...policies.ranks] },
  },
  GetWallet: { ...wallet, atLeastPosition: '17' },
  ListWallets: { pageSize: 0, pageToken: '', atLeastPosition: undefined },
  ChangePolicy: { ...command, policies: { ...policies, ranks: [...policies.ranks] } },
  CloseWallet: command,
  GrantCredits: {
    ...lot,
    grantId: 'g-1',
    kind: 'LOT_KIND_PROMO',
    source: { type: 'campaign', id: 'spring', periodStart: march },
    reason: 'Welcome',
  },
  RecordPurchase: {
    ...lot,
    purchaseId: 'p-1',
    salesReference: 'S-1',
    payment: { gateway: 'stripe', paymentId: 'pi_1', orderId: 'o-1' },
    bonus: {
      amount: '1',
      kind: undefined,
      end: { end: { $case: 'endOfLocalMonth', value: 'P0D' } },
      rank: undefined,
      restrictedTo: [],
    },
  },
  VoidLot: { ...command, lotId: 'purchase:p-1/bonus', reason: '' },
  MoveExpiry: {
    ...command,
    lotId: 'grant:g-1/1',
    end: { end: { $case: 'after', value: 'P1Y' } },
    reason: '',
  },
  WriteOffDebt: { ...command, consumptionId: 'c-1' },
};

export const MemberService: RequestsOf<Services['credits.v1.MemberService']> = {
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

export const RequestService: RequestsOf<Services['credits.v1.RequestService']> = {
  RequestCredits: { ...command, requestId: 'r-1', memberId: 'ann', amount: '200', note: '' },
  WithdrawRequest: { ...command, requestId: 'r-1', onBehalfOf: 'ann' },
  ListRequests: { ...page, status: 'REQUEST_STATUS_PENDING', memberId: undefined },
  ApproveRequest: { ...command, requestId: 'r-1', amount: '120' },
  RejectRequest: { ...command, requestId: 'r-1', reason: 'Too much' },
  ApproveAllRequests: { ...command, bestEffort: true },
  RejectAllRequests: { ...command, reason: '' },
};
