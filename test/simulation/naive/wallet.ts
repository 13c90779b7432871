import type {
  Kind,
  Minute,
  NaivePolicies,
  Objection,
  OverCapture,
  Prediction,
} from './commands.ts';

export interface NaiveLot {
  readonly id: string;
  readonly sequence: number;
  readonly kind: Kind;
  readonly rank: number;
  /** The unit cost is cost ÷ basis. */
  readonly cost: number;
  readonly basis: number;
  readonly effectiveAt: Minute;
  readonly expiresAt: Minute | null;
  readonly restrictedTo: readonly string[];
  /** Whether its becoming effective has been seen to. */
  started: boolean;
  voided: boolean;
  splits: number;
}

/** One minor unit of credit. It is in one lot, with one owner (null is the pool), in one place. */
export interface Coin {
  lot: NaiveLot;
  owner: string | null;
  /** Whether the owner had it as a member before, and was removed since. */
  former?: boolean;
  place: 'FREE' | 'HELD' | 'USED' | 'EXPIRED' | 'VOIDED';
}

export interface NaiveHold {
  readonly holdId: string;
  readonly memberId: string | null;
  readonly action: string;
  readonly placedAt: Minute;
  deadline: Minute;
  readonly overCapture: OverCapture;
  readonly amount: number;
  /** What is still reserved, in burn order. */
  coins: Coin[];
  captured: number;
  /** Its member was removed since it was placed. */
  orphaned?: boolean;
  outcome: 'CAPTURED' | 'RELEASED' | 'EXPIRED' | null;
}

export interface NaiveConsumption {
  readonly consumptionId: string;
  readonly memberId: string | null;
  readonly amount: number;
  readonly holdId: string | null;
  /** What was asked, so that a capture sent again is known again. */
  readonly asked: string;
  /** In the order in which they were drawn. */
  coins: Coin[];
  debt: number;
  reversed: number;
  writtenOff: number;
  /** When caps count how much of it. */
  filed: { readonly at: Minute; amount: number }[];
}

export interface NaiveRequest {
  readonly requestId: string;
  readonly memberId: string;
  readonly amount: number;
  decision: 'APPROVED' | 'REJECTED' | 'CANCELLED' | null;
}

/** A wallet in which every minor unit of credit is a coin of its own. */
export interface NaiveWallet {
  readonly scale: number;
  readonly openedAt: Minute;
  policies: NaivePolicies;
  /** Which of them are the wallet's own, not the tenant's. */
  readonly ownPolicies: Set<string>;
  closed: boolean;
  readonly lots: NaiveLot[];
  readonly coins: Coin[];
  readonly members: Map<string, { readonly from: Minute; to: Minute | null }[]>;
  readonly caps: Map<string, number>;
  readonly holds: Map<string, NaiveHold>;
  readonly consumptions: Map<string, NaiveConsumption>;
  readonly freeActions: Set<string>;
  readonly requests: Map<string, NaiveRequest>;
}

export function openNaiveWallet(
  { scale, openedAt }: { readonly scale: number; readonly openedAt: Minute },
  tenant: NaivePolicies,
  own: Partial<NaivePolicies>,
): NaiveWallet {
  return {
    scale,
    openedAt,
    policies: { ...tenant, ...own },
    ownPolicies: new Set(Object.keys(own)),
    closed: false,
    lots: [],
    coins: [],
    members: new Map(),
    caps: new Map(),
    holds: new Map(),
    consumptions: new Map(),
    freeActions: new Set(),
    requests: new Map(),
  };
}

export const refused = (objections: readonly Objection[]): Prediction => ({
  accepted: false,
  objections,
});

/** An objection if there is one. */
export const objectIf = (
  isWrong: boolean,
  code: string,
  figures?: Objection['figures'],
): readonly Objection[] => (isWrong ? [{ code, figures }] : []);

export const accepted = (outcome?: string): Prediction => ({ accepted: true, outcome });

// D3: the one rule of validity.
export const isValid = ({ effectiveAt, expiresAt }: NaiveLot, at: Minute): boolean =>
  effectiveAt <= at && (expiresAt === null || at < expiresAt);

export const hasEnded = ({ expiresAt }: NaiveLot, at: Minute): boolean =>
  expiresAt !== null && expiresAt <= at;

/** D2: a restricted lot is for its actions only; no action asks for unrestricted lots. */
export const isEligible = ({ restrictedTo }: NaiveLot, action: string | null): boolean =>
  restrictedTo.length === 0 || (action !== null && restrictedTo.includes(action));

export const isMember = (wallet: NaiveWallet, memberId: string): boolean =>
  wallet.members.get(memberId)?.at(-1)?.to === null;

export const debtOf = (wallet: NaiveWallet): number =>
  [...wallet.consumptions.values()].reduce((sum, { debt }) => sum + debt, 0);

type Order = (a: NaiveLot, b: NaiveLot) => number;

const endOf = (lot: NaiveLot): number => lot.expiresAt ?? Number.MAX_SAFE_INTEGER;
const byRank: Order = (a, b) => a.rank - b.rank;
const byEnd: Order = (a, b) => endOf(a) - endOf(b);
const byUnitCost: Order = (a, b) => a.cost * b.basis - b.cost * a.basis;
const byStart: Order = (a, b) => a.effectiveAt - b.effectiveAt;
const bySequence: Order = (a, b) => a.sequence - b.sequence;

/** D1, as the policy wants it. */
export function inBurnOrder(wallet: NaiveWallet, coins: readonly Coin[]): Coin[] {
  const first = wallet.policies.burnOrder === 'RANK_FIRST' ? [byRank, byEnd] : [byEnd, byRank];
  const order = [...first, byUnitCost, byStart, bySequence];
  return coins.toSorted(
    (a, b) => order.map((by) => by(a.lot, b.lot)).find((difference) => difference !== 0) ?? 0,
  );
}

/** The coins of one owner that could pay for an action at an instant, in burn order. */
export function payable(
  wallet: NaiveWallet,
  owner: string | null,
  action: string | null,
  at: Minute,
): Coin[] {
  return inBurnOrder(
    wallet,
    wallet.coins.filter(
      (coin) =>
        coin.place === 'FREE' &&
        coin.owner === owner &&
        isValid(coin.lot, at) &&
        isEligible(coin.lot, action),
    ),
  );
}

export function put(coins: readonly Coin[], place: Coin['place']): void {
  for (const coin of coins) coin.place = place;
}
