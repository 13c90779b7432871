import type { Instant } from '#eventsourcing';
import { isDueToBegin, totalOf } from './lots.ts';
import { policiesOf, type Policies } from './policies.ts';
import type { Hold, Kept, Lot, OpenWallet } from './state.ts';
import { settlingSprings } from './debt.ts';

/**
 * What is wrong with a wallet after an event, and with what the event recorded: each a sentence that
 * begins with its invariant.
 */
export function faultsAfterEvent(state: OpenWallet, recorded?: Kept): readonly string[] {
  return [
    ...(recorded?.kind === 'CONSUMPTION' ? consumptionFaults(recorded.consumption) : []),
    ...state.lots.flatMap(lotFaults),
    ...[...state.holds.values()].flatMap(holdFaults),
    ...[...state.kept.values()].flatMap((kept) =>
      kept.kind === 'CONSUMPTION' ? consumptionFaults(kept.consumption) : [],
    ),
    ...heldFaults(state),
  ];
}

/** What is wrong with a wallet after a whole append, as of an instant. */
export function faultsAfterAppend(
  state: OpenWallet,
  at: Instant,
  tenantPolicies: Policies,
): readonly string[] {
  return [
    ...balanceFaults(state),
    ...debtFaults(state, at, tenantPolicies),
    ...memberFaults(state),
  ];
}

function lotFaults(lot: Lot): readonly string[] {
  const { lotId, granted, free, expired, held, frozen, used, voided } = lot;
  const parts = [free.pool, ...free.pockets.values(), held, frozen, used, expired.total, voided];
  const sum = parts.reduce((total, part) => total + part, 0n);
  const pockets = [...free.pockets.values()].reduce((total, part) => total + part, 0n);
  return [
    ...(sum === granted ? [] : [`I1: the parts of ${lotId} sum to ${sum}, not ${granted}`]),
    ...(parts.some((part) => part < 0n) ? [`I1: a part of ${lotId} is negative`] : []),
    ...(free.total === free.pool + pockets ? [] : [`I1: the free total of ${lotId} is wrong`]),
  ];
}

function holdFaults({
  holdId,
  amount,
  captured,
  released,
  remaining,
  slices,
}: Hold): readonly string[] {
  return captured + released + remaining === amount && totalOf(slices) === remaining
    ? []
    : [`I6: captured, released and remaining of ${holdId} do not sum to ${amount}`];
}

function consumptionFaults(consumption: {
  readonly consumptionId: string;
  readonly amount: bigint;
  readonly slices: readonly { readonly amount: bigint }[];
  readonly debt: bigint;
  readonly reversed: bigint;
  readonly writtenOff: bigint;
}): readonly string[] {
  const { consumptionId, amount, slices, debt, reversed, writtenOff } = consumption;
  return [
    ...(totalOf(slices) + debt + reversed + writtenOff === amount
      ? []
      : [`I4: slices, debt and corrections of ${consumptionId} do not sum to ${amount}`]),
    ...(reversed > amount ? [`I7: more of ${consumptionId} was reversed than consumed`] : []),
  ];
}

function heldFaults({ lots, holds, held }: OpenWallet): readonly string[] {
  const inLots = lots.reduce((total, lot) => total + lot.held, 0n);
  const inHolds = [...holds.values()].reduce((total, hold) => total + hold.remaining, 0n);
  return inLots === held && inHolds === held
    ? []
    : [`I6: lots hold ${inLots}, holds ${inHolds}, the wallet ${held}`];
}

// I2: the running balance is what the lots have, as all that was due is booked.
function balanceFaults({ lots, held, debt, balance }: OpenWallet): readonly string[] {
  const free = lots.reduce((total, lot) => (lot.active ? total + lot.free.total : total), 0n);
  return free + held - debt === balance
    ? []
    : [`I2: free ${free}, held ${held} and debt ${debt} do not make the balance ${balance}`];
}

function debtFaults(state: OpenWallet, at: Instant, tenantPolicies: Policies): readonly string[] {
  // Between the lots that begin at one instant nothing settles: the last one does.
  if (state.debt === 0n || state.lots.some((lot) => isDueToBegin(lot, at))) return [];
  const springs = settlingSprings(state, policiesOf(state.policies, tenantPolicies), at);
  return springs.length === 0
    ? []
    : [`I5: debt stands while ${springs[0]?.lot.lotId} could settle it`];
}

function memberFaults({ members, lots, requests }: OpenWallet): readonly string[] {
  return [...members.values()]
    .filter(({ spans }) => spans.at(-1)?.to !== null)
    .flatMap(({ memberId }) => [
      ...(lots.some(({ free }) => free.pockets.has(memberId))
        ? [`I11: removed member ${memberId} owns a pocket`]
        : []),
      ...([...requests.values()].some((request) => request.memberId === memberId)
        ? [`I11: removed member ${memberId} has a pending request`]
        : []),
    ]);
}
