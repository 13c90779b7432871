import type { Steps } from '#eventsourcing';
import { refuse } from '../refusal.ts';
import { allocateAmounts, allocateSameAmount, recallAllocation } from './allocation/allocation.ts';
import type { Booking } from './booking.ts';
import type { CommandOf, CommandType, WalletCommand } from './commands.ts';
import { consumeCredits } from './usage/consume.ts';
import { moveExpiry, voidLot } from './lots/corrections.ts';
import { writeOffDebt } from './debt/debt.ts';
import { grantCredits, recordPurchase } from './lots/granting.ts';
import { captureHold, extendHold, placeHold, releaseHold } from './holds/holds.ts';
import { recordUsage } from './usage/late-usage.ts';
import { addMember, removeMember, setCap } from './members/members.ts';
import { changePolicy, closeWallet } from './opening/opening.ts';
import {
  approveAllRequests,
  approveRequest,
  rejectAllRequests,
  rejectRequest,
  requestCredits,
  withdrawRequest,
} from './requests/requests.ts';
import { reverseConsumption } from './usage/reversal.ts';

type Decides<Type extends CommandType> = (
  booking: Booking,
  command: CommandOf<Type>,
) => Steps<void>;

type DecidedType = Exclude<CommandType, 'OpenWallet'>;

const decisions: { readonly [Type in DecidedType]: Decides<Type> } = {
  ChangePolicy: changePolicy,
  RecordPurchase: recordPurchase,
  GrantCredits: grantCredits,
  VoidLot: voidLot,
  MoveExpiry: moveExpiry,
  WriteOffDebt: writeOffDebt,
  CloseWallet: closeWallet,
  AddMember: addMember,
  RemoveMember: removeMember,
  SetCap: setCap,
  AllocateCredits: allocateAmounts,
  AllocateSameAmount: allocateSameAmount,
  RecallAllocation: recallAllocation,
  RequestCredits: requestCredits,
  WithdrawRequest: withdrawRequest,
  ApproveRequest: approveRequest,
  RejectRequest: rejectRequest,
  ApproveAllRequests: approveAllRequests,
  RejectAllRequests: rejectAllRequests,
  ConsumeCredits: consumeCredits,
  RecordUsage: recordUsage,
  ReverseConsumption: reverseConsumption,
  PlaceHold: placeHold,
  CaptureHold: captureHold,
  ExtendHold: extendHold,
  ReleaseHold: releaseHold,
};

/** Decides a command on an open wallet: records its events, at least one, or refuses. */
export function decide(
  booking: Booking,
  command: Exclude<WalletCommand, { type: 'OpenWallet' }>,
): Steps<void> {
  const { closedAt } = booking.state;
  if (closedAt !== null) refuse({ code: 'WALLET_CLOSED', closedAt });
  const decision = decisions[command.type] as Decides<DecidedType>;
  return decision(booking, command);
}
