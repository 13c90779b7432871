import type { Kind, NaiveCommand, NaiveCommandOf, NaiveCommandType } from './naive/commands.ts';
import { poolToGive, pocketOf } from './naive/members.ts';
import { isMember } from './naive/wallet.ts';
import { somePolicy } from './random-policies.ts';
import {
  amount,
  capTarget,
  capturedUsage,
  consumptionId,
  deadline,
  idOf,
  lotId,
  memberId,
  newConsumptionId,
  occurredAt,
  someEnd,
  someHold,
  someLot,
  someRequest,
  usage,
} from './random-values.ts';
import { DAY, HOUR, MEMBERS, type Scene } from './scene.ts';

const KINDS: readonly [Kind, ...Kind[]] = [
  'PROMO',
  'MONTHLY',
  'TRIAL',
  'ADMIN_GRANT',
  'ROLLOVER',
  'ADD_ON',
  'PURCHASED',
];

type Commands = {
  readonly [Type in NaiveCommandType]: (scene: Scene) => Omit<NaiveCommandOf<Type>, 'type'>;
};

const commands: Commands = {
  OpenWallet: () => ({}),
  ChangePolicy: ({ dice }) => ({ policies: somePolicy(dice) }),
  RecordPurchase: ({ dice, wallet, now }) => ({
    purchaseId: idOf(dice, 'p', wallet.lots.length),
    lot: { ...someLot(dice, now), cost: dice.pick([0, 100, 200, 500]) },
    bonus: dice.oneIn(4)
      ? { ...someLot(dice, now), cost: undefined, kind: dice.pick(KINDS) }
      : undefined,
  }),
  GrantCredits: ({ dice, wallet, now }) => ({
    grantId: idOf(dice, 'g', wallet.lots.length),
    kind: dice.pick(KINDS),
    lot: someLot(dice, now),
  }),
  VoidLot: ({ dice, wallet }) => ({ lotId: lotId(dice, wallet) }),
  MoveExpiry: ({ dice, wallet, now }) => ({
    lotId: lotId(dice, wallet),
    end: dice.oneIn(12) ? now : someEnd(dice, now),
  }),
  WriteOffDebt: ({ dice, wallet }) => ({
    consumptionId: dice.oneIn(2) ? consumptionId(dice, wallet) : undefined,
  }),
  CloseWallet: () => ({}),
  AddMember: ({ dice }) => ({ memberId: dice.pick(MEMBERS) }),
  RemoveMember: (scene) => ({ memberId: memberId(scene) }),
  SetCap: (scene) => ({
    target: capTarget(scene),
    window: scene.dice.pick(['DAY', 'WEEK', 'MONTH', 'TOTAL']),
    amount: scene.dice.pick<number | null>([15, 30, 60, 100, null, 0]),
  }),
  AllocateCredits: ({ dice, wallet, now }) => ({
    amounts: Object.fromEntries(
      [memberId({ dice, wallet }), ...(dice.oneIn(2) ? [memberId({ dice, wallet })] : [])].map(
        (id) => [id, amount(dice, poolToGive(wallet, now))],
      ),
    ),
  }),
  AllocateSameAmount: ({ dice, wallet, now }) => ({
    memberIds: dice.oneIn(3) ? [memberId({ dice, wallet }), memberId({ dice, wallet })] : 'ALL',
    amount: amount(dice, Math.floor(poolToGive(wallet, now) / 2)),
  }),
  RecallAllocation: ({ dice, wallet }) => {
    const whose = memberId({ dice, wallet });
    const some = amount(dice, pocketOf(wallet, whose).length);
    return { memberId: whose, amount: dice.oneIn(2) ? some : undefined };
  },
  RequestCredits: ({ dice, wallet, now }) => ({
    requestId: idOf(dice, 'r', wallet.requests.size),
    memberId: memberId({ dice, wallet }),
    amount: amount(dice, poolToGive(wallet, now)),
  }),
  WithdrawRequest: ({ dice, wallet }) => {
    const requestId = someRequest(dice, wallet);
    const own = wallet.requests.get(requestId)?.memberId ?? 'ann';
    return { requestId, memberId: dice.oneIn(8) ? memberId({ dice, wallet }) : own };
  },
  ApproveRequest: ({ dice, wallet, now }) => ({
    requestId: someRequest(dice, wallet),
    amount: dice.oneIn(3) ? amount(dice, poolToGive(wallet, now)) : undefined,
  }),
  RejectRequest: ({ dice, wallet }) => ({ requestId: someRequest(dice, wallet) }),
  ApproveAllRequests: ({ dice }) => ({ bestEffort: dice.oneIn(2) }),
  RejectAllRequests: () => ({}),
  ConsumeCredits: (scene) => ({ consumptionId: newConsumptionId(scene), ...usage(scene) }),
  RecordUsage: (scene) => ({
    consumptionId: newConsumptionId(scene),
    ...usage(scene, true),
    occurredAt: occurredAt(scene),
  }),
  ReverseConsumption: ({ dice, wallet }) => {
    const id = consumptionId(dice, wallet);
    const { amount: whole = 0, reversed = 0, writtenOff = 0 } = wallet.consumptions.get(id) ?? {};
    const part = amount(dice, whole - reversed - writtenOff);
    return { consumptionId: id, amount: dice.oneIn(2) ? part : undefined };
  },
  PlaceHold: (scene) => ({
    holdId: idOf(scene.dice, 'h', scene.wallet.holds.size),
    ...usage(scene),
    deadline: scene.now + deadline(scene.dice),
    overCapture: scene.dice.pick([undefined, 'OVERFLOW', 'CAP', 'REJECT', undefined]),
  }),
  CaptureHold: ({ dice, wallet }) => {
    const holdId = someHold(dice, wallet);
    const before = [...wallet.consumptions.values()].filter((made) => made.holdId === holdId);
    const again = before.at(-1)?.asked;
    if (again !== undefined && dice.oneIn(4)) {
      const same = JSON.parse(again) as NaiveCommandOf<'CaptureHold'>;
      return dice.oneIn(2) ? same : { ...same, keepOpen: !same.keepOpen };
    }
    const remaining = wallet.holds.get(holdId)?.coins.length ?? 0;
    return {
      holdId,
      captureId: idOf(dice, 'c', wallet.consumptions.size + wallet.freeActions.size),
      ...capturedUsage(dice, wallet.holds.get(holdId)?.action ?? 'llm', remaining),
      keepOpen: dice.oneIn(2),
    };
  },
  ExtendHold: ({ dice, wallet, now }) => ({
    holdId: someHold(dice, wallet),
    deadline: now + dice.pick([DAY, 12 * HOUR, 2 * HOUR, 1, DAY + 1, 0]),
  }),
  ReleaseHold: ({ dice, wallet }) => ({ holdId: someHold(dice, wallet) }),
};

/** A command of a type, or of one that must come before it, that mostly makes sense here. */
export function commandFrom(wanted: NaiveCommandType, scene: Scene): NaiveCommand {
  const type = scene.dice.oneIn(8) ? wanted : (preparation(wanted, scene) ?? wanted);
  return { type, ...commands[type](scene) } as NaiveCommand;
}

/** Where there is nothing yet that a command could be about, what must come first. */
const preparations: Partial<Record<NaiveCommandType, Preparation>> = {
  CaptureHold: { first: 'PlaceHold', isReady: hasOpenHold },
  ExtendHold: { first: 'PlaceHold', isReady: hasOpenHold },
  ReleaseHold: { first: 'PlaceHold', isReady: hasOpenHold },
  ApproveRequest: { first: 'RequestCredits', isReady: hasRequest },
  RejectRequest: { first: 'RequestCredits', isReady: hasRequest },
  WithdrawRequest: { first: 'RequestCredits', isReady: hasRequest },
  ApproveAllRequests: { first: 'RequestCredits', isReady: hasRequest },
  RequestCredits: { first: 'AddMember', isReady: hasMember },
  RemoveMember: { first: 'AddMember', isReady: hasMember },
  RecallAllocation: { first: 'AllocateCredits', isReady: hasPocket },
  ReverseConsumption: { first: 'ConsumeCredits', isReady: hasConsumption },
  PlaceHold: { first: 'GrantCredits', isReady: hasPool },
  ConsumeCredits: { first: 'GrantCredits', isReady: hasPool },
  AllocateCredits: { first: 'GrantCredits', isReady: hasPool },
  AllocateSameAmount: { first: 'GrantCredits', isReady: hasPool },
};

interface Preparation {
  readonly first: NaiveCommandType;
  readonly isReady: (scene: Scene) => boolean;
}

function preparation(type: NaiveCommandType, scene: Scene): NaiveCommandType | undefined {
  const needed = preparations[type];
  return needed === undefined || needed.isReady(scene) ? undefined : needed.first;
}

function hasOpenHold({ wallet }: Scene): boolean {
  return [...wallet.holds.values()].some(({ outcome }) => outcome === null);
}

function hasRequest({ wallet }: Scene): boolean {
  return [...wallet.requests.values()].some(({ decision }) => decision === null);
}

function hasMember({ wallet }: Scene): boolean {
  return MEMBERS.some((memberId) => isMember(wallet, memberId));
}

function hasPocket({ wallet }: Scene): boolean {
  return wallet.coins.some(({ place, owner }) => place === 'FREE' && owner !== null);
}

function hasConsumption({ wallet }: Scene): boolean {
  return wallet.consumptions.size > 0;
}

const POOL_MIN = 5;

function hasPool({ wallet, now }: Scene): boolean {
  return poolToGive(wallet, now) > POOL_MIN;
}
