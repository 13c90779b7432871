import type * as wire from '#contracts';
import type { AskedTerms, CommandOf, OwnPolicies, PolicyName, Source } from '#ledger';
import { required, toInstantOrUnset, toLotEnd, toText } from '../../wire/common.ts';
import { enumFrom, requiredEnumFrom } from '../../wire/enums.ts';

const defaultScale = 2;

export const toOpenWallet = (request: wire.OpenWalletRequest): CommandOf<'OpenWallet'> => {
  const owner = required(request.owner);
  const unit = required(request.unit);
  return {
    type: 'OpenWallet',
    owner: { type: requiredEnumFrom('OWNER_TYPE', owner.type), id: owner.id },
    unit: { code: unit.code, scale: unit.scale ?? defaultScale },
    currency: request.currency,
    timeZone: request.timeZone,
    policies: request.policies === undefined ? {} : toPolicies(request.policies),
  };
};

export const toChangePolicy = ({
  policies,
}: wire.ChangePolicyRequest): CommandOf<'ChangePolicy'> => ({
  type: 'ChangePolicy',
  policies: toPolicies(required(policies)),
});

/** Every policy of the wire and every one of the ledger: one that only one side has is no table. */
type OwnTable = Readonly<Record<keyof wire.Policies, unknown>> & {
  readonly [Name in PolicyName]: OwnPolicies[Name];
};

/** Only what is set: an unset policy is the tenant's, or stays as it is. */
function toPolicies(policies: wire.Policies): OwnPolicies {
  const own: OwnTable = {
    memberFunding: enumFrom('MEMBER_FUNDING', policies.memberFunding),
    burnOrder: enumFrom('BURN_ORDER', policies.burnOrder),
    ranks: ranksIn(policies),
    overdraftLimit: policies.overdraftLimit,
    lateWindow: policies.lateWindow,
    acceptanceWindow: policies.acceptanceWindow,
    holdMax: policies.holdMax,
    strictUsage: policies.strictUsage,
    debtSettledByPromo: policies.debtSettledByPromo,
    expiredReversal: expiredReversalIn(policies),
  };
  return Object.fromEntries(
    Object.entries(own).filter(([, value]) => value !== undefined),
  ) as OwnPolicies;
}

function ranksIn({ ranks }: wire.Policies): OwnPolicies['ranks'] {
  if (ranks.length === 0) return undefined;
  return Object.fromEntries(
    ranks.map(({ kind, rank }) => [requiredEnumFrom('LOT_KIND', kind), rank] as const),
  );
}

function expiredReversalIn({ expiredReversal }: wire.Policies): OwnPolicies['expiredReversal'] {
  const outcome = expiredReversal?.outcome;
  if (outcome === undefined) return undefined;
  return outcome.$case === 'forfeit' ? 'FORFEIT' : { reissueDays: outcome.value };
}

export const toGrantCredits = (request: wire.GrantCreditsRequest): CommandOf<'GrantCredits'> => ({
  type: 'GrantCredits',
  ...termsIn(request),
  grantId: request.grantId,
  kind: requiredEnumFrom('LOT_KIND', request.kind),
  cost: request.cost,
  source: sourceIn(request),
  reason: toText(request.reason),
});

function sourceIn({ source }: wire.GrantCreditsRequest): Source | undefined {
  if (source === undefined) return undefined;
  const { type, id, periodStart } = source;
  return { type, id, periodStart: toInstantOrUnset(periodStart) };
}

export const toRecordPurchase = (
  request: wire.RecordPurchaseRequest,
): CommandOf<'RecordPurchase'> => ({
  type: 'RecordPurchase',
  ...termsIn(request),
  purchaseId: request.purchaseId,
  cost: required(request.cost),
  salesReference: toText(request.salesReference),
  payment: request.payment,
  bonus: bonusIn(request),
});

// A bonus becomes effective with its purchase, and ends with it unless said otherwise.
function bonusIn({
  bonus,
  effectiveAt,
  end,
}: wire.RecordPurchaseRequest): CommandOf<'RecordPurchase'>['bonus'] {
  if (bonus === undefined) return undefined;
  return {
    ...termsIn({ ...bonus, effectiveAt, end: bonus.end ?? end }),
    kind: enumFrom('LOT_KIND', bonus.kind) ?? 'PROMO',
  };
}

function termsIn(
  asked: Pick<
    wire.RecordPurchaseRequest,
    'amount' | 'rank' | 'effectiveAt' | 'end' | 'restrictedTo'
  >,
): AskedTerms {
  return {
    amount: asked.amount,
    rank: asked.rank,
    effectiveAt: toInstantOrUnset(asked.effectiveAt),
    end: toLotEnd(required(asked.end)),
    restrictedTo: asked.restrictedTo,
  };
}

export const toVoidLot = ({ lotId, reason }: wire.VoidLotRequest): CommandOf<'VoidLot'> => ({
  type: 'VoidLot',
  lotId,
  reason: toText(reason),
});

export const toMoveExpiry = (request: wire.MoveExpiryRequest): CommandOf<'MoveExpiry'> => ({
  type: 'MoveExpiry',
  lotId: request.lotId,
  end: toLotEnd(required(request.end)),
  reason: toText(request.reason),
});

export const toWriteOffDebt = ({
  consumptionId,
}: wire.WriteOffDebtRequest): CommandOf<'WriteOffDebt'> => ({
  type: 'WriteOffDebt',
  consumptionId,
});
