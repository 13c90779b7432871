import { setCap } from './naive/caps.ts';
import type {
  Minute,
  NaiveCommand,
  NaiveCommandOf,
  NaiveCommandType,
  Prediction,
} from './naive/commands.ts';
import { close, settle, writeOff } from './naive/debt.ts';
import { bookDue } from './naive/due.ts';
import { captureHold, extendHold, placeHold, releaseHold } from './naive/holds.ts';
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
import { accepted, refused, type NaiveWallet } from './naive/wallet.ts';

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
  ExtendHold: extendHold,
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
  const ranks = { ...wallet.policies.ranks, ...policies.ranks };
  const after = { ...wallet.policies, ...policies, ranks };
  const isNew = Object.keys(policies).some((name) => !wallet.ownPolicies.has(name));
  if (!isNew && JSON.stringify(after) === JSON.stringify(wallet.policies))
    return accepted('UNCHANGED');
  for (const name of Object.keys(policies)) wallet.ownPolicies.add(name);
  wallet.policies = after;
  if (after.memberFunding === 'POOLED') emptyPockets(wallet, () => true);
  settle(wallet, now);
  return accepted();
}
