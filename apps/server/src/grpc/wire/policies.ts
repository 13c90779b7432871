import { LotKind, type Policies as WirePolicies } from '#contracts';
import {
  formatCredits,
  type OwnPolicies,
  type Policies,
  policiesOf,
  type PolicyName,
  roundedDown,
} from '#ledger';
import { enumTo } from './enums.ts';

/** The policies in force, every one set. */
export const policiesInForce = (own: OwnPolicies, tenant: Policies, scale: number): WirePolicies =>
  fromPolicies(policiesOf(own, tenant), scale);

/** Every policy of the ledger and every one of the wire: one that only one side has is no table. */
type WireTable = Readonly<Record<PolicyName, unknown>> & {
  readonly [Name in keyof Required<WirePolicies>]: WirePolicies[Name];
};

/** Policies as a wallet of a scale has them. */
export const fromPolicies = (policies: OwnPolicies, scale: number): WireTable => ({
  memberFunding: policies.memberFunding && enumTo('MEMBER_FUNDING', policies.memberFunding),
  burnOrder: policies.burnOrder && enumTo('BURN_ORDER', policies.burnOrder),
  ranks: fromRanks(policies.ranks ?? {}),
  overdraftLimit:
    policies.overdraftLimit && formatCredits(roundedDown(policies.overdraftLimit, scale), scale),
  lateWindow: policies.lateWindow,
  acceptanceWindow: policies.acceptanceWindow,
  holdMax: policies.holdMax,
  strictUsage: policies.strictUsage,
  debtSettledByPromo: policies.debtSettledByPromo,
  expiredReversal: fromExpiredReversal(policies.expiredReversal),
});

/** The one policy that an event changed; a value that was inherited is the tenant's. */
export const onePolicy = (name: PolicyName, value: unknown, tenant: Policies): OwnPolicies => ({
  [name]: policiesOf(value === null ? {} : { [name]: value }, tenant)[name],
});

const fromRanks = (ranks: Policies['ranks']): WirePolicies['ranks'] =>
  Object.values(LotKind).flatMap((kind) => {
    const rank = new Map(Object.entries(ranks)).get(kind.slice('LOT_KIND_'.length));
    return rank === undefined ? [] : [{ kind, rank }];
  });

function fromExpiredReversal(
  outcome: OwnPolicies['expiredReversal'],
): WirePolicies['expiredReversal'] {
  if (outcome === undefined) return undefined;
  return outcome === 'FORFEIT'
    ? { outcome: { $case: 'forfeit', value: true } }
    : { outcome: { $case: 'reissueForDays', value: outcome.reissueDays } };
}
