import fc from 'fast-check';
import type { NaiveCommandType } from './naive/commands.ts';
import type { Step } from './simulation.ts';

const STEPS_MAX = 100;
const FIRST_MAX = 12;
const DICE = 20;

/** How often each command comes up, beside the others. */
const WEIGHTS: Record<NaiveCommandType, number> = {
  OpenWallet: 2,
  ChangePolicy: 30,
  RecordPurchase: 40,
  GrantCredits: 70,
  VoidLot: 18,
  MoveExpiry: 30,
  WriteOffDebt: 15,
  CloseWallet: 6,
  AddMember: 45,
  RemoveMember: 20,
  SetCap: 20,
  AllocateCredits: 35,
  AllocateSameAmount: 20,
  RecallAllocation: 20,
  RequestCredits: 35,
  WithdrawRequest: 12,
  ApproveRequest: 25,
  RejectRequest: 10,
  ApproveAllRequests: 15,
  RejectAllRequests: 5,
  ConsumeCredits: 80,
  RecordUsage: 100,
  ReverseConsumption: 80,
  PlaceHold: 70,
  CaptureHold: 90,
  ExtendHold: 20,
  ReleaseHold: 20,
};

/** How a wallet begins, mostly. */
const FIRST: readonly NaiveCommandType[] = [
  'AddMember',
  'AddMember',
  'RecordPurchase',
  'GrantCredits',
  'AllocateSameAmount',
];

// Evenly spread: the smallest and largest values are of no more interest than others.
export const dice = fc.noBias(fc.array(fc.nat(9_999), { minLength: DICE, maxLength: DICE }));

const stepsOf = (type: fc.Arbitrary<NaiveCommandType>, lengthMax: number): fc.Arbitrary<Step[]> =>
  fc.noBias(fc.array(fc.record({ type, dice }), { maxLength: lengthMax, size: 'max' }));

const anyType = fc.oneof(
  ...Object.entries(WEIGHTS).map(([type, weight]) => ({
    weight,
    arbitrary: fc.constant(type as NaiveCommandType),
  })),
);

/** Sequences of commands on one wallet. */
export const steps = fc
  .tuple(stepsOf(fc.constantFrom(...FIRST), FIRST_MAX), stepsOf(anyType, STEPS_MAX))
  .map(([first, then]) => [...first, ...then]);
