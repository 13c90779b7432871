import {
  GrantCreditsRequest,
  type LotEnd,
  type LotKind,
  MoveExpiryRequest,
  type Payment,
  RecordPurchaseRequest,
  VoidLotRequest,
  WalletServiceService,
} from '#contracts';
import type { Moments } from '../support/moments.ts';
import { type Action, command } from './action.ts';

// Credit coming in, and what staff may do with it.

interface LotTerms {
  /** Its name in the scenario: the id of the grant or purchase. The kind, if not given. */
  readonly id?: string;
  /** Its end: a time, a duration such as "P1Y", "end of month"; never, if not given. */
  readonly until?: string;
  readonly from?: string;
  readonly rank?: number;
  /** What it cost in minor units. */
  readonly cost?: string;
  readonly onlyFor?: readonly string[];
  readonly reason?: string;
}

interface PurchaseTerms extends LotTerms {
  readonly salesReference?: string;
  readonly payment?: Payment;
  /** Credit that comes with it for nothing. */
  readonly bonus?: number;
}

type Lot = (amount: number, terms?: LotTerms) => Action;

export const promo: Lot = (amount, terms) => grant('PROMO', amount, terms);
export const trial: Lot = (amount, terms) => grant('TRIAL', amount, terms);
export const adminGrant: Lot = (amount, terms) => grant('ADMIN_GRANT', amount, terms);
export const rollover: Lot = (amount, terms) => grant('ROLLOVER', amount, terms);
export const monthly: Lot = (amount, terms) => grant('MONTHLY', amount, terms);
export const addOn: Lot = (amount, terms) => grant('ADD_ON', amount, terms);

function grant(kind: string, amount: number, terms: LotTerms = {}): Action {
  const { id = kind.toLowerCase(), until = 'never', from, rank, cost, onlyFor = [] } = terms;
  return command(
    `${kind.toLowerCase()} ${amount} → ${until}`,
    'finance',
    WalletServiceService.grantCredits,
    (moments) =>
      GrantCreditsRequest.create({
        grantId: id,
        kind: `LOT_KIND_${kind}` as LotKind,
        amount: `${amount}`,
        cost: moneyOf(cost),
        rank,
        effectiveAt: from === undefined ? undefined : moments.timestamp(from),
        end: endOf(until, moments),
        restrictedTo: [...onlyFor],
        reason: terms.reason ?? '',
      }),
  );
}

export function purchased(amount: number, terms: PurchaseTerms = {}): Action {
  const { id = 'purchased', until = 'never', from, rank, cost = '100', onlyFor = [] } = terms;
  const { bonus, payment, salesReference = '' } = terms;
  return command(
    `purchased ${amount} → ${until}`,
    'service',
    WalletServiceService.recordPurchase,
    (moments) =>
      RecordPurchaseRequest.create({
        purchaseId: id,
        amount: `${amount}`,
        cost: moneyOf(cost),
        rank,
        effectiveAt: from === undefined ? undefined : moments.timestamp(from),
        end: endOf(until, moments),
        restrictedTo: [...onlyFor],
        salesReference,
        payment,
        bonus: bonus === undefined ? undefined : { amount: `${bonus}` },
      }),
  );
}

/** `lotId` is the whole id: "grant:promo". */
export const voidLot = (lotId: string): Action =>
  command(`void ${lotId}`, 'finance', WalletServiceService.voidLot, () =>
    VoidLotRequest.create({ lotId }),
  );

export const moveExpiry = (lotId: string, until: string): Action =>
  command(
    `move the end of ${lotId} to ${until}`,
    'finance',
    WalletServiceService.moveExpiry,
    (moments) => MoveExpiryRequest.create({ lotId, end: endOf(until, moments) }),
  );

const moneyOf = (minorUnits: string | undefined) =>
  minorUnits === undefined ? undefined : { currency: 'USD', minorUnits };

function endOf(until: string, moments: Moments): LotEnd {
  if (until === 'never') return { end: { $case: 'never', value: true } };
  if (until === 'end of month') return { end: { $case: 'endOfLocalMonth', value: 'P0D' } };
  if (until === 'end of day') return { end: { $case: 'endOfLocalDay', value: 'P0D' } };
  if (until.startsWith('P')) return { end: { $case: 'after', value: until } };
  return { end: { $case: 'at', value: moments.timestamp(until) } };
}
