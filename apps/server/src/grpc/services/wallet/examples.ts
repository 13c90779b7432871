import {
  command,
  lot,
  march,
  policies,
  wallet,
  type RequestsOf,
  type Services,
} from '../../spec-kit/example-fields.ts';

/** A request of each RPC of WalletService, as documented. */
export const walletExamples: RequestsOf<Services['credits.v1.WalletService']> = {
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
