import type { Actor, Instant, Revision } from '#eventsourcing';
import { SortedMap, VersionedMap } from '#eventsourcing';
import type { Credits } from '../credits.ts';
import { refuse, type HoldOutcome, type RequestOutcome } from '../refusal.ts';
import type { Lot } from './lots/lot.ts';
import type { OwnPolicies } from './opening/policies.ts';
import { SortedLots } from './lots/sorted-lots.ts';
import type { OverCapture, Owner, Slice, Unit } from './terms.ts';

export interface Hold {
  readonly holdId: string;
  readonly memberId: string | null;
  readonly action: string;
  readonly rateCardVersion: number | null;
  readonly placedAt: Instant;
  /** The revision that placed it: instants do not tell it from an addition of its member. */
  readonly revision: Revision;
  readonly deadline: Instant;
  readonly overCapture: OverCapture;
  readonly amount: Credits;
  /** What is still reserved, in burn order. */
  readonly slices: readonly Slice[];
  readonly remaining: Credits;
  readonly captured: Credits;
  readonly released: Credits;
  readonly captureIds: readonly string[];
}

export interface Member {
  readonly memberId: string;
  readonly role: string;
  /** When it was a member: half-open spans, the last without an end while it is one. */
  readonly spans: readonly { readonly from: Instant; readonly to: Instant | null }[];
  /** The revision of its addition, the last if there were more. */
  readonly since: Revision;
}

export interface CreditRequest {
  readonly requestId: string;
  readonly memberId: string;
  readonly amount: Credits;
  /** Its place in the order of requests. */
  readonly revision: Revision;
}

/** A consumption: its slices not yet reversed, in the order in which they were drawn. */
export interface Consumption {
  readonly consumptionId: string;
  readonly memberId: string | null;
  readonly action: string;
  readonly occurredAt: Instant;
  readonly amount: Credits;
  readonly slices: readonly Slice[];
  readonly debt: Credits;
  readonly reversed: Credits;
  readonly writtenOff: Credits;
  readonly reversals: number;
  /** Under which instants caps count it, in the order of its slices. */
  readonly filed: readonly { readonly at: Instant; readonly amount: Credits }[];
  /** Of a capture: its hold. The hash of what was asked tells a repetition from a contradiction. */
  readonly holdId: string | null;
  readonly requestHash: string;
  readonly revision: Revision;
}

/** A thing that is finished, or a consumption that owes or was changed, until the archive has it. */
export type Kept =
  | { readonly kind: 'CONSUMPTION'; readonly consumption: Consumption; readonly touched: Revision }
  | {
      readonly kind: 'HOLD';
      readonly hold: Hold;
      readonly outcome: HoldOutcome;
      readonly resolvedAt: Instant;
      readonly touched: Revision;
    }
  | {
      readonly kind: 'REQUEST';
      readonly request: CreditRequest;
      readonly decision: RequestOutcome;
      readonly decidedBy: Actor;
      readonly decidedAt: Instant;
      readonly touched: Revision;
    }
  | { readonly kind: 'LOT'; readonly lot: Lot; readonly touched: Revision }
  /** That a caller's id is that of a reversal. */
  | { readonly kind: 'REVERSAL'; readonly touched: Revision }
  /** A page that lists lots of which something expired, all of one month. */
  | { readonly kind: 'ENDED'; readonly lotIds: readonly string[]; readonly touched: Revision };

/** Under which id a finished thing is found again. */
export const keptId = {
  consumption: (id: string): string => `consumption:${id}`,
  hold: (id: string): string => `hold:${id}`,
  request: (id: string): string => `request:${id}`,
  lot: (id: string): string => `lot:${id}`,
  reversal: (id: string): string => `reversal:${id}`,
  ended: (month: string, page: number): string => `ended:${month}:${page}`,
};

/** What was spent in the windows of one target: a member, or '' for the organisation. */
export interface Spent {
  readonly DAY: WindowSpend;
  readonly WEEK: WindowSpend;
  readonly MONTH: WindowSpend;
  readonly TOTAL: WindowSpend;
}

/** What was spent in the running window, and in the last one before it in which anything was. */
export interface WindowSpend {
  readonly start: Instant;
  readonly amount: Credits;
  readonly before?: Omit<WindowSpend, 'before'> | undefined;
}

/** How many pages list the lots that ended in a month, and when the last of them did. */
export interface EndedLots {
  readonly pages: number;
  readonly last: Instant;
}

export interface OpenWallet {
  readonly openedAt: Instant;
  /** When it was closed, for good. */
  readonly closedAt: Instant | null;
  readonly owner: Owner;
  readonly unit: Unit;
  readonly currency: string;
  readonly timeZone: string;
  readonly policies: OwnPolicies;
  readonly lots: SortedLots;
  readonly lotsMade: number;
  /** By month, in UTC: what the archive has of lots that ended in it and of which something expired. */
  readonly ended: SortedMap<EndedLots>;
  readonly members: SortedMap<Member>;
  /** Amounts by "{window}|{target}". */
  readonly caps: SortedMap<Credits>;
  readonly spent: SortedMap<Spent>;
  readonly holds: SortedMap<Hold>;
  /** Hold ids by "{deadline}|{holdId}", so that the next one due is the first. */
  readonly holdsByDeadline: SortedMap<string>;
  readonly requests: SortedMap<CreditRequest>;
  /** The ids of each member's pending requests, oldest first. */
  readonly requestsByMember: SortedMap<readonly string[]>;
  /** Consumption ids by revision, oldest first. */
  readonly debts: SortedMap<string>;
  readonly debt: Credits;
  readonly held: Credits;
  readonly balance: Credits;
  /** The revisions of the events of consumptions, until the archive has them. */
  readonly consumed: VersionedMap<Revision>;
  readonly kept: SortedMap<Kept>;
  /** Over all lots there ever were. */
  readonly totals: Totals;
}

export interface Totals {
  readonly granted: Credits;
  readonly used: Credits;
  readonly expired: Credits;
  readonly voided: Credits;
}

export type WalletState = OpenWallet | null;

export function requireOpen(state: WalletState): OpenWallet {
  return state ?? refuse({ code: 'WALLET_NOT_FOUND' });
}

/** A wallet as it is opened: without lots, members and debt. */
export function emptyWallet(
  terms: Pick<OpenWallet, 'openedAt' | 'owner' | 'unit' | 'currency' | 'timeZone' | 'policies'>,
): OpenWallet {
  return {
    openedAt: terms.openedAt,
    closedAt: null,
    owner: terms.owner,
    unit: terms.unit,
    currency: terms.currency,
    timeZone: terms.timeZone,
    policies: terms.policies,
    lots: SortedLots.none,
    lotsMade: 0,
    ended: SortedMap.empty(),
    members: SortedMap.empty(),
    caps: SortedMap.empty(),
    spent: SortedMap.empty(),
    holds: SortedMap.empty(),
    holdsByDeadline: SortedMap.empty(),
    requests: SortedMap.empty(),
    requestsByMember: SortedMap.empty(),
    debts: SortedMap.empty(),
    debt: 0n,
    held: 0n,
    balance: 0n,
    consumed: VersionedMap.of(),
    kept: SortedMap.empty(),
    totals: { granted: 0n, used: 0n, expired: 0n, voided: 0n },
  };
}

/** The pending requests of a member, oldest first. */
export const requestsOf = (
  { requests, requestsByMember }: OpenWallet,
  memberId: string,
): readonly CreditRequest[] =>
  (requestsByMember.get(memberId) ?? []).flatMap((requestId) => requests.get(requestId) ?? []);

/** A folded state as it was written down, with what is made of it again. */
export const restored = (written: unknown): WalletState => {
  const state = written as (Omit<OpenWallet, 'lots'> & { readonly lots: readonly Lot[] }) | null;
  return state && { ...state, lots: SortedLots.of(state.lots) };
};
