import {
  AddMemberRequest,
  CatalogServiceService,
  GrantCreditsRequest,
  type LotEnd,
  type LotKind,
  MemberServiceService,
  OpenWalletRequest,
  PublishRateCardRequest,
  Rate,
  RecordPurchaseRequest,
  WalletServiceService,
} from '#contracts';
import type { Callers } from './callers.ts';
import type { Trace } from './trace.ts';
import { timestamp } from './time.ts';

/** The clock's first time: it is moved on from here. */
export const opening = '2023-11-16T18:00:00Z';
const promoEnd = '2023-11-16T18:40:00Z';

/** A wallet that a trace is booked to, what is put in, and what must be the outcome. */
export interface TraceWallet extends Trace {
  readonly timeZone: string;
  readonly promo: string;
  readonly monthly: string;
  readonly purchased: string;
  /** What was paid, at $0.002 a credit, in cents. */
  readonly cents: string;
  readonly must: {
    readonly rows: number;
    readonly total: string;
    readonly promo: LotOutcome;
    readonly monthly: LotOutcome;
    readonly purchased: LotOutcome;
  };
}

interface LotOutcome {
  readonly used: string;
  readonly expired: string;
  readonly pool: string;
}

export const traceWallets: readonly TraceWallet[] = [
  {
    walletId: 'azure-code',
    file: 'code.csv',
    members: 50,
    timeZone: 'Europe/Berlin',
    promo: '6000',
    monthly: '10000',
    purchased: '10000',
    cents: '2000',
    must: {
      rows: 8_819,
      total: '19043.558',
      promo: { used: '6000.000', expired: '0.000', pool: '0.000' },
      monthly: { used: '10000.000', expired: '0.000', pool: '0.000' },
      purchased: { used: '3043.558', expired: '0.000', pool: '6956.442' },
    },
  },
  {
    walletId: 'azure-conv',
    file: 'conv.csv',
    members: 200,
    timeZone: 'America/Los_Angeles',
    promo: '18000',
    monthly: '10000',
    purchased: '15000',
    cents: '3000',
    must: {
      rows: 19_366,
      total: '38716.530',
      promo: { used: '16263.987', expired: '1736.013', pool: '0.000' },
      monthly: { used: '10000.000', expired: '0.000', pool: '0.000' },
      purchased: { used: '12452.543', expired: '0.000', pool: '2547.457' },
    },
  },
];

export async function publishRates({ staff }: Callers): Promise<void> {
  const rates = {
    'llm.completion': { contextTokens: '0.001', generatedTokens: '0.004' },
    'photo.apply': { photos: '1' },
  };
  await staff.ask(
    CatalogServiceService.publishRateCard,
    PublishRateCardRequest.create({
      rates: new Map(
        Object.entries(rates).map(([action, prices]) => [
          action,
          Rate.create({ unitPrice: new Map(Object.entries(prices)) }),
        ]),
      ),
      idempotencyKey: 'rates',
    }),
  );
}

/** Opens an organisation's wallet. */
export async function openWallet(
  { staff }: Callers,
  walletId: string,
  { timeZone, scale }: { readonly timeZone: string; readonly scale: number },
): Promise<void> {
  await staff.ask(
    WalletServiceService.openWallet,
    OpenWalletRequest.create({
      walletId,
      owner: { type: 'OWNER_TYPE_ORGANISATION', id: walletId },
      unit: { code: 'CREDIT', scale },
      currency: 'USD',
      timeZone,
      idempotencyKey: 'open',
    }),
  );
}

export async function addMembers(
  { admin }: Callers,
  walletId: string,
  memberIds: readonly string[],
): Promise<void> {
  const add = (memberId: string) =>
    admin.ask(
      MemberServiceService.addMember,
      AddMemberRequest.create({ walletId, memberId, idempotencyKey: `add-${memberId}` }),
    );
  await Promise.all(memberIds.map(add));
}

/** Opens a trace's wallet with a promotion, a month's credit and a purchase, and adds its members. */
export async function openTraceWallet(callers: Callers, wallet: TraceWallet): Promise<void> {
  const { walletId, members, timeZone } = wallet;
  await openWallet(callers, walletId, { timeZone, scale: 3 });
  await Promise.all([
    grant(callers, wallet, 'LOT_KIND_PROMO', { $case: 'at', value: timestamp(promoEnd) }),
    grant(callers, wallet, 'LOT_KIND_MONTHLY', { $case: 'endOfLocalMonth', value: 'P0D' }),
    callers.staff.ask(
      WalletServiceService.recordPurchase,
      RecordPurchaseRequest.create({
        walletId,
        purchaseId: 'first',
        amount: wallet.purchased,
        cost: { currency: 'USD', minorUnits: wallet.cents },
        end: { end: { $case: 'after', value: 'P1Y' } },
        idempotencyKey: 'purchase',
      }),
    ),
    addMembers(
      callers,
      walletId,
      Array.from({ length: members }, (_, index) => `u${index}`),
    ),
  ]);
}

async function grant(
  { staff }: Callers,
  { walletId, promo, monthly }: TraceWallet,
  kind: LotKind,
  end: LotEnd['end'],
): Promise<void> {
  const isPromo = kind === 'LOT_KIND_PROMO';
  const grantId = isPromo ? 'promo' : 'monthly';
  await staff.ask(
    WalletServiceService.grantCredits,
    GrantCreditsRequest.create({
      walletId,
      grantId,
      kind,
      amount: isPromo ? promo : monthly,
      effectiveAt: timestamp(opening),
      end: { end },
      idempotencyKey: grantId,
    }),
  );
}
