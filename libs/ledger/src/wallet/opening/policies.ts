import type { LotKind } from '../terms.ts';
import type { Decimal } from '../../credits.ts';

/** The switches of a wallet. Durations are ISO 8601; `ranks` overrides the rank of single kinds. */
export interface Policies {
  readonly memberFunding: 'POOLED' | 'ALLOCATED_ONLY' | 'ALLOCATED_THEN_POOLED';
  readonly burnOrder: 'RANK_FIRST' | 'EXPIRY_FIRST';
  readonly ranks: Readonly<Partial<Record<LotKind, number>>>;
  readonly overdraftLimit: Decimal;
  readonly lateWindow: string;
  readonly acceptanceWindow: string;
  readonly strictUsage: boolean;
  readonly debtSettledByPromo: boolean;
  /** FORFEIT, or the number of days for which returned credit of an ended lot is issued again. */
  readonly expiredReversal: 'FORFEIT' | { readonly reissueDays: number };
  /** How long a hold may be open in all, however often it is extended, in exact hours. */
  readonly holdMax: string;
}

export type PolicyName = keyof Policies;

/** A wallet's own values; what is missing is the tenant's, and then the default. */
export type OwnPolicies = { readonly [Name in PolicyName]?: Policies[Name] | undefined };

export const DEFAULT_POLICIES: Policies = {
  memberFunding: 'ALLOCATED_THEN_POOLED',
  burnOrder: 'RANK_FIRST',
  ranks: {},
  overdraftLimit: '0',
  lateWindow: 'PT72H',
  acceptanceWindow: 'P35D',
  strictUsage: false,
  debtSettledByPromo: false,
  expiredReversal: 'FORFEIT',
  holdMax: 'P7D',
};

export const POLICY_NAMES = Object.keys(DEFAULT_POLICIES) as readonly PolicyName[];

/** D1: the lower rank is used first. */
export const DEFAULT_RANKS: Readonly<Record<LotKind, number>> = {
  PROMO: 10,
  TRIAL: 12,
  ADMIN_GRANT: 15,
  ROLLOVER: 18,
  MONTHLY: 20,
  ADD_ON: 25,
  PURCHASED: 30,
};

/** The policies in force: a wallet's own, else the tenant's; ranks kind by kind. */
export function policiesOf(own: OwnPolicies, tenant: Policies): Policies {
  if (Object.keys(own).length === 0) return tenant;
  const policies = { ...tenant, ...own } as Policies;
  return own.ranks === undefined ? policies : { ...policies, ranks: merged(tenant, own) };
}

const merged = ({ ranks }: Pick<Policies, 'ranks'>, own: OwnPolicies): Policies['ranks'] => ({
  ...ranks,
  ...own.ranks,
});

/** A wallet's own policies after a change: kinds that it gives no rank keep theirs. */
export const policiesAfter = (own: OwnPolicies, change: OwnPolicies): OwnPolicies => ({
  ...own,
  ...change,
  ...(change.ranks === undefined ? {} : { ranks: { ...own.ranks, ...change.ranks } }),
});
