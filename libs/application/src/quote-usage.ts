import { atOnce, SortedMap, type Instant } from '#eventsourcing';
import {
  eligibleFor,
  policiesOf,
  Refusal,
  walletAggregate,
  type AttributedUsage,
  type Catalog,
  type Credits,
  type EventOf,
  type LotKind,
  type OpenWallet,
  type Policies,
  type Reason,
  type Slice,
  type WalletCommand,
  type WalletEvent,
} from '#ledger';

/** Free credit that is lost if it is not used in time. */
export interface LapsingCredit {
  readonly lotId: string;
  readonly kind: LotKind;
  readonly amount: Credits;
  readonly expiresAt: Instant;
}

/** What usage would cost now, and who would pay. */
export interface Quote {
  readonly amount: Credits;
  readonly free: boolean;
  readonly slices: readonly Slice[];
  readonly debt: Credits;
  readonly rateCardVersion?: number | undefined;
  readonly available: Credits;
  /** Why it would be refused, `null` where it would be accepted. */
  readonly refusal: Refusal | null;
  readonly lapsing: readonly LapsingCredit[];
}

export interface Quoted {
  readonly tenantId: string;
  readonly walletId: string;
  readonly state: OpenWallet;
  readonly now: Instant;
  readonly catalog: Catalog;
  readonly tenantPolicies: Policies;
  /** When what lapses is no longer worth a warning. */
  readonly lapsingUntil: Instant;
}

/**
 * Asks the wallet's own rules what they would decide, and leaves it at that. What cannot be paid
 * has its price and what there is to pay it with all the same.
 */
export function quoteUsage(usage: AttributedUsage, quoted: Quoted): Quote {
  const refusal = refusalOf(usage, quoted);
  const payable: Quoted = refusal === null ? quoted : { ...quoted, state: asIfPayable(quoted) };
  const type = refusal === null ? 'ConsumeCredits' : 'RecordUsage';
  const [event] = decided({ type, consumptionId: NOBODY_S, ...usage }, payable);
  const policies = policiesOf(quoted.state.policies, quoted.tenantPolicies);
  const eligible = eligibleFor(usage, { ...quoted, policies });
  if (event?.type !== 'CreditsConsumed') return unpaidQuote(event, { eligible, refusal, quoted });
  const { amount, rateCardVersion } = event.data;
  const slices = refusal === null ? event.data.slices : ownSlices(event.data.slices, usage, quoted);
  return {
    amount,
    free: false,
    slices,
    debt: refusal === null ? event.data.debt : 0n,
    rateCardVersion,
    available: eligible.available,
    refusal,
    lapsing: lapsingAfter(slices, eligible, quoted),
  };
}

// No consumption has it, for no caller can give it.
const NOBODY_S = '';

function unpaidQuote(
  event: WalletEvent | undefined,
  {
    eligible,
    refusal,
    quoted,
  }: Pick<Quote, 'refusal'> & {
    readonly eligible: Eligible;
    readonly quoted: Quoted;
  },
): Quote {
  const { rateCardVersion, zeroPriced } = (event as EventOf<'FreeActionRecorded'>).data;
  return {
    amount: 0n,
    free: zeroPriced !== true,
    slices: [],
    debt: 0n,
    rateCardVersion,
    available: eligible.available,
    refusal,
    lapsing: lapsingAfter([], eligible, quoted),
  };
}

/** What a quote answers instead of refusing. */
const TOLD: ReadonlySet<Reason['code']> = new Set([
  'INSUFFICIENT_CREDITS',
  'CAP_EXCEEDED',
  'WALLET_CLOSED',
]);

function refusalOf(usage: AttributedUsage, quoted: Quoted): Refusal | null {
  try {
    decided({ type: 'ConsumeCredits', consumptionId: NOBODY_S, ...usage }, quoted);
    return null;
  } catch (error) {
    if (error instanceof Refusal && TOLD.has(error.reason.code)) return error;
    throw error;
  }
}

function decided(command: WalletCommand, quoted: Quoted): readonly WalletEvent[] {
  const { state, now, catalog } = quoted;
  const wallet = walletAggregate({
    ...quoted,
    catalog: () => catalog,
    texts: { seal: () => '', hash: () => '' },
  });
  const deciding = wallet.decide(command, state, {
    now,
    revision: 0,
    actor: { type: 'SYSTEM', id: 'quote' },
    requestHash: '',
    archived: new Map(),
  });
  const { events } = atOnce(deciding);
  return events;
}

// Without what refuses for another reason than that there is too little.
const asIfPayable = ({ state }: Quoted): OpenWallet => ({
  ...state,
  closedAt: null,
  caps: SortedMap.empty(),
  policies: { ...state.policies, strictUsage: false },
});

type Eligible = ReturnType<typeof eligibleFor>;

// Recorded usage draws on the pool in every mode; where pockets alone pay, a spend would not.
function ownSlices(
  slices: readonly Slice[],
  { memberId }: AttributedUsage,
  { state, tenantPolicies }: Quoted,
): readonly Slice[] {
  const { memberFunding } = policiesOf(state.policies, tenantPolicies);
  if (memberId === undefined || memberFunding !== 'ALLOCATED_ONLY') return slices;
  return slices.filter((slice) => slice.memberId === memberId);
}

function lapsingAfter(
  slices: readonly Slice[],
  { springs }: Eligible,
  { lapsingUntil }: Quoted,
): readonly LapsingCredit[] {
  const left = new Map<string, LapsingCredit>();
  for (const { lot, available } of springs) {
    const { lotId, kind, expiresAt } = lot;
    if (expiresAt === null || expiresAt > lapsingUntil) continue;
    const before = left.get(lotId)?.amount ?? 0n;
    left.set(lotId, { lotId, kind, amount: before + available, expiresAt });
  }
  for (const { lotId, amount } of slices) {
    const lot = left.get(lotId);
    if (lot !== undefined) left.set(lotId, { ...lot, amount: lot.amount - amount });
  }
  return [...left.values()]
    .filter(({ amount }) => amount > 0n)
    .toSorted((a, b) => (a.expiresAt < b.expiresAt ? -1 : 1));
}
