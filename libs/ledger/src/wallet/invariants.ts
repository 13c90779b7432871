import { canonicalJson, type Instant } from '#eventsourcing';
import { isSomeDueToBegin, settlingSprings } from './debt/debt.ts';
import type { WalletEvent } from './events.ts';
import type { Lot } from './lots/lot.ts';
import { totalOf } from './lots/lots.ts';
import { isActiveMember } from './members/membership.ts';
import { policiesOf, type Policies } from './opening/policies.ts';
import { SortedLots } from './lots/sorted-lots.ts';
import { requestsOf, type Hold, type Kept, type OpenWallet } from './state.ts';
import { touchedBy } from './touched.ts';

/** An event, the wallet before it, and the consumption that it recorded, if it did. */
interface Happened {
  readonly event: WalletEvent;
  readonly before: OpenWallet | null;
  readonly recorded?: Kept | undefined;
}

/**
 * What is wrong with what an event touched, and with the sums over all there is: each a sentence
 * that begins with its invariant.
 */
export function faultsAfterEvent(
  state: OpenWallet,
  { event, before, recorded }: Happened,
): readonly string[] {
  const touched = touchedBy(event, before);
  return [
    ...(recorded === undefined ? [] : keptFaults(recorded)),
    ...[...touched.lotIds].flatMap((id) => lotFaults(state.lots.get(id))),
    ...[...touched.holdIds].flatMap((id) => holdFaults(state.holds.get(id))),
    ...[...touched.keptIds].flatMap((id) => keptFaults(state.kept.get(id))),
    ...heldFaults(state),
  ];
}

/** What is wrong with a wallet after a whole append, its events, as of an instant. */
export function faultsAfterAppend(
  state: OpenWallet,
  events: readonly WalletEvent[],
  { at, tenantPolicies }: { readonly at: Instant; readonly tenantPolicies: Policies },
): readonly string[] {
  const members = new Set(events.flatMap((event) => [...touchedBy(event, null).memberIds]));
  return [
    ...balanceFaults(state),
    ...debtFaults(state, at, tenantPolicies),
    ...memberFaults(state, members),
  ];
}

/** What is wrong with a wallet, all of it looked at: also what was counted and sorted on the way. */
export function faultsOf(state: OpenWallet): readonly string[] {
  const { lots, holds, kept, members, held } = state;
  const inHolds = [...holds.values()].reduce((total, hold) => total + hold.remaining, 0n);
  return [
    ...[...lots].flatMap(lotFaults),
    ...[...holds.values()].flatMap(holdFaults),
    ...[...kept.values()].flatMap(keptFaults),
    ...heldFaults(state),
    ...balanceFaults(state),
    ...memberFaults(state, members.keys()),
    ...(inHolds === held ? [] : [`I6: holds have ${inHolds}, the wallet ${held}`]),
    ...(canonicalJson(lots.indexed(), String) ===
    canonicalJson(SortedLots.of(lots).indexed(), String)
      ? []
      : ['I2: what is sorted and counted of the lots is not what they are']),
  ];
}

function lotFaults(lot: Lot | undefined): readonly string[] {
  if (lot === undefined) return [];
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

function holdFaults(hold: Hold | undefined): readonly string[] {
  if (hold === undefined) return [];
  const { holdId, amount, captured, released, remaining, slices } = hold;
  return captured + released + remaining === amount && totalOf(slices) === remaining
    ? []
    : [`I6: captured, released and remaining of ${holdId} do not sum to ${amount}`];
}

function keptFaults(kept: Kept | undefined): readonly string[] {
  if (kept?.kind === 'HOLD') return holdFaults(kept.hold);
  return kept?.kind === 'CONSUMPTION' ? consumptionFaults(kept.consumption) : [];
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

function heldFaults({ lots, held }: OpenWallet): readonly string[] {
  const inLots = lots.sums.held;
  return inLots === held ? [] : [`I6: lots hold ${inLots}, the wallet ${held}`];
}

// I2: the running balance is what the lots have, as all that was due is booked.
function balanceFaults({ lots, held, debt, balance }: OpenWallet): readonly string[] {
  const { free } = lots.sums;
  return free + held - debt === balance
    ? []
    : [`I2: free ${free}, held ${held} and debt ${debt} do not make the balance ${balance}`];
}

function debtFaults(state: OpenWallet, at: Instant, tenantPolicies: Policies): readonly string[] {
  // Between the lots that begin at one instant nothing settles: the last one does.
  if (state.debt === 0n || isSomeDueToBegin(state, at)) return [];
  const [spring] = settlingSprings(state, policiesOf(state.policies, tenantPolicies), at);
  return spring === undefined ? [] : [`I5: debt stands while ${spring.lot.lotId} could settle it`];
}

function memberFaults(state: OpenWallet, memberIds: Iterable<string>): readonly string[] {
  const faults: string[] = [];
  for (const memberId of memberIds) {
    if (isActiveMember(state, memberId)) continue;
    if (state.lots.pocket(memberId, 'RANK_FIRST').length > 0)
      faults.push(`I11: removed member ${memberId} owns a pocket`);
    if (requestsOf(state, memberId).length > 0)
      faults.push(`I11: removed member ${memberId} has a pending request`);
  }
  return faults;
}
