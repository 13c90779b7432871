import { setCap, spent } from './naive/caps.ts';
import type {
  Minute,
  NaiveCommand,
  NaiveCommandOf,
  NaiveCommandType,
  Prediction,
  Window,
} from './naive/commands.ts';
import { close, settle, writeOff } from './naive/debt.ts';
import { bookDue } from './naive/due.ts';
import { captureHold, placeHold, releaseHold } from './naive/holds.ts';
import { record } from './naive/late-usage.ts';
import { grant, moveExpiry, purchase, voidLot } from './naive/lots.ts';
import {
  addMember,
  allocate,
  allocateSame,
  emptyPockets,
  recall,
  removeMember,
} from './naive/members.ts';
import { approve, approveAll, reject, rejectAll, request, withdraw } from './naive/requests.ts';
import { reverse } from './naive/reversal.ts';
import { consume } from './naive/usage.ts';
import {
  accepted,
  debtOf,
  isValid,
  refused,
  type Coin,
  type NaiveLot,
  type NaiveWallet,
} from './naive/wallet.ts';

type Rules = {
  readonly [Type in NaiveCommandType]: (
    wallet: NaiveWallet,
    command: NaiveCommandOf<Type>,
    now: Minute,
  ) => Prediction;
};

const rules: Rules = {
  OpenWallet: () => refused([{ code: 'ID_TAKEN' }]),
  ChangePolicy: changePolicy,
  RecordPurchase: purchase,
  GrantCredits: grant,
  VoidLot: voidLot,
  MoveExpiry: moveExpiry,
  WriteOffDebt: writeOff,
  CloseWallet: close,
  AddMember: addMember,
  RemoveMember: removeMember,
  SetCap: setCap,
  AllocateCredits: allocate,
  AllocateSameAmount: allocateSame,
  RecallAllocation: recall,
  RequestCredits: request,
  WithdrawRequest: withdraw,
  ApproveRequest: approve,
  RejectRequest: reject,
  ApproveAllRequests: approveAll,
  RejectAllRequests: rejectAll,
  ConsumeCredits: consume,
  RecordUsage: record,
  ReverseConsumption: reverse,
  PlaceHold: placeHold,
  CaptureHold: captureHold,
  ReleaseHold: releaseHold,
};

/**
 * Does a command to an open naive wallet, and says what must come of it. The rules are those of the
 * domain, written again as plainly as they can be, with nothing of the ledger's in them.
 */
export function perform(wallet: NaiveWallet, command: NaiveCommand, now: Minute): Prediction {
  bookDue(wallet, now);
  if (wallet.closed && command.type !== 'OpenWallet') return refused([{ code: 'WALLET_CLOSED' }]);
  return rules[command.type](wallet, command as never, now);
}

function changePolicy(
  wallet: NaiveWallet,
  { policies }: NaiveCommandOf<'ChangePolicy'>,
  now: Minute,
): Prediction {
  const after = { ...wallet.policies, ...policies };
  const isNew = Object.keys(policies).some((name) => !wallet.ownPolicies.has(name));
  if (!isNew && JSON.stringify(after) === JSON.stringify(wallet.policies))
    return accepted('UNCHANGED');
  for (const name of Object.keys(policies)) wallet.ownPolicies.add(name);
  wallet.policies = after;
  if (after.memberFunding === 'POOLED') emptyPockets(wallet, () => true);
  settle(wallet, now);
  return accepted();
}

interface LotFigures {
  pool: number;
  pockets: number;
  held: number;
  used: number;
  expired: number;
  voided: number;
}

/** What can be seen of a wallet. */
export interface Figures {
  readonly balance: number;
  readonly available: number;
  readonly held: number;
  readonly debt: number;
  readonly lots: Readonly<Record<string, LotFigures>>;
  /** Without empty ones. */
  readonly pockets: Readonly<Record<string, number>>;
  readonly spenders: readonly string[];
  /** What caps count, now, of a member or of all. */
  readonly spent: (memberId: string | null, window: Window) => number;
}

export function figuresOf(wallet: NaiveWallet, now: Minute): Figures {
  const lots = Object.fromEntries(wallet.lots.map((lot) => [lot.id, lotFigures(wallet, lot)]));
  const pockets: Record<string, number> = {};
  for (const { place, owner } of wallet.coins)
    if (place === 'FREE' && owner !== null) pockets[owner] = (pockets[owner] ?? 0) + 1;
  const live = wallet.coins.filter(({ place, lot }) => place === 'FREE' && isValid(lot, now));
  const held = wallet.coins.filter(({ place }) => place === 'HELD').length;
  const debt = debtOf(wallet);
  return {
    balance: live.length + held - debt,
    available: live.length - debt,
    held,
    debt,
    lots,
    pockets,
    spenders: [...wallet.consumptions.values(), ...wallet.holds.values()].flatMap(
      ({ memberId }) => memberId ?? [],
    ),
    spent: (memberId, window) => spent(wallet, memberId, window, now),
  };
}

function lotFigures({ coins }: NaiveWallet, lot: NaiveLot): LotFigures {
  const own = coins.filter((coin) => coin.lot === lot);
  const count = (counts: (coin: Coin) => boolean): number => own.filter(counts).length;
  return {
    pool: count(({ place, owner }) => place === 'FREE' && owner === null),
    pockets: count(({ place, owner }) => place === 'FREE' && owner !== null),
    held: count(({ place }) => place === 'HELD'),
    used: count(({ place }) => place === 'USED'),
    expired: count(({ place }) => place === 'EXPIRED'),
    voided: count(({ place }) => place === 'VOIDED'),
  };
}
