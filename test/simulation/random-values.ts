import type { Dice } from './dice.ts';
import type { AskedLot, CapTarget, Minute, NaiveUsage } from './naive/commands.ts';
import { purse } from './naive/usage.ts';
import { debtOf, isMember, type NaiveWallet } from './naive/wallet.ts';
import { DAY, HOUR, MEMBERS, type Scene } from './scene.ts';

// An id that is new, or now and then one given before.
export function idOf(dice: Dice, prefix: string, count: number): string {
  return `${prefix}${count > 0 && dice.oneIn(15) ? dice.below(count) : count}`;
}

export const newConsumptionId = ({ dice, wallet }: Scene): string =>
  idOf(dice, 'c', wallet.consumptions.size + wallet.freeActions.size);

// Mostly one that is a member now.
export function memberId({ dice, wallet }: Pick<Scene, 'dice' | 'wallet'>): string {
  const active = MEMBERS.filter((id) => isMember(wallet, id));
  if (active.length > 0 && !dice.oneIn(10)) return dice.anyOf(active) ?? 'ann';
  return dice.oneIn(4) ? 'zoe' : dice.pick(MEMBERS);
}

export const lotId = (dice: Dice, { lots }: NaiveWallet): string =>
  dice.anyOf(dice.oneIn(3) ? lots : lots.slice(-4))?.id ?? 'grant:none';

// Debts, and what was done lately, are the more interesting.
export function consumptionId(dice: Dice, { consumptions, freeActions }: NaiveWallet): string {
  const all = [...consumptions.values()];
  const some = dice.pick([all.slice(-5), all, all.filter(({ debt }) => debt > 0)]);
  if (dice.oneIn(25)) return [...freeActions].at(-1) ?? 'c-none';
  return (dice.anyOf(some) ?? dice.anyOf(all))?.consumptionId ?? 'c-none';
}

export function someRequest(dice: Dice, { requests }: NaiveWallet): string {
  const all = [...requests.values()];
  const pending = all.filter(({ decision }) => decision === null);
  return dice.anyOf(dice.oneIn(4) ? all : pending)?.requestId ?? 'r-none';
}

export function someHold(dice: Dice, { holds }: NaiveWallet): string {
  const all = [...holds.values()];
  const open = all.filter(({ outcome }) => outcome === null);
  return dice.anyOf(dice.oneIn(5) ? all : open)?.holdId ?? 'h-none';
}

export function capTarget({ dice, wallet }: Scene): CapTarget {
  return dice.pick<CapTarget>(['DEFAULT', 'ORGANISATION', { member: memberId({ dice, wallet }) }]);
}

export const deadline = (dice: Dice): Minute =>
  dice.oneIn(15) ? dice.pick([0, DAY + 1]) : dice.pick([DAY, HOUR, 6 * HOUR, DAY, 12 * HOUR]);

export const someEnd = (dice: Dice, from: Minute): Minute | null =>
  dice.pick([null, DAY, 3 * DAY, 6 * HOUR, HOUR, 30 * DAY]) === null
    ? null
    : onTheHour(from + dice.pick([DAY, 3 * DAY, 6 * HOUR, HOUR, 30 * DAY]));

const onTheHour = (at: Minute): Minute => Math.ceil(at / HOUR) * HOUR;

export function someLot(dice: Dice, now: Minute): AskedLot {
  const start = dice.below(8);
  const from =
    start < 5
      ? now
      : onTheHour(now + dice.pick([-DAY, HOUR, -3 * DAY, 6 * HOUR, 2 * DAY, -6 * HOUR]));
  return {
    amount: dice.oneIn(60) ? 0 : 5 + dice.below(60),
    cost: dice.oneIn(3) ? dice.pick([0, 100, 300]) : undefined,
    rank: dice.oneIn(6) ? dice.pick([10, 20]) : undefined,
    effectiveAt: start < 4 ? undefined : from,
    end: dice.oneIn(50) ? from : someEnd(dice, from),
    restrictedTo: dice.oneIn(6) ? dice.pick([['llm'], ['photo', 'scan']]) : [],
  };
}

// Mostly some credits, often exactly what there is or one more.
export function amount(dice: Dice, limit: number): number {
  const choice = dice.below(20);
  if (choice === 19) return dice.oneIn(3) ? 0 : 1;
  if (choice >= 15) return Math.max(1, limit + (choice - 17));
  return 1 + dice.below(choice < 10 ? 12 : 40);
}

/** Usage by the system, or by somebody; of the past also by somebody who has gone since. */
export function usage({ dice, wallet, now }: Scene, isPast = false): NaiveUsage {
  const action = dice.oneIn(30) ? 'juggle' : dice.pick(['llm', 'photo', 'scan', 'llm']);
  const someone = isPast && dice.oneIn(3) ? dice.pick(MEMBERS) : memberId({ dice, wallet });
  const who = dice.oneIn(4) ? undefined : someone;
  if (dice.oneIn(3)) return { ...pricedUsage(dice), memberId: who };
  const eligible = purse(wallet, { memberId: who ?? null, action, amount: 0 }, now).length;
  const limit = eligible - debtOf(wallet) + wallet.policies.overdraftLimit;
  return { action, amount: amount(dice, limit), quantities: {}, settings: {}, memberId: who };
}

function pricedUsage(dice: Dice): NaiveUsage {
  return dice.pick<NaiveUsage>([
    { action: 'llm', quantities: { tokens: 1 + dice.below(60) }, settings: {} },
    { action: 'photo', quantities: {}, settings: { quality: dice.pick(['draft', 'final']) } },
    { action: 'scan', quantities: {}, settings: {} },
    { action: 'revert', quantities: {}, settings: {} },
    { action: 'photo', quantities: {}, settings: { logo: 'new', background: 'existing' } },
    { action: 'photo', quantities: {}, settings: { logo: 'new' } },
    { action: 'photo', quantities: {}, settings: { quality: 'best' } },
    { action: 'scan', quantities: { tokens: 3 }, settings: {} },
    { action: 'llm', quantities: {}, settings: {} },
    { action: 'juggle', quantities: {}, settings: {} },
  ]);
}

export function capturedUsage(
  dice: Dice,
  action: string,
  remaining: number,
): Pick<NaiveUsage, 'amount' | 'quantities' | 'settings'> {
  if (!dice.oneIn(4)) return { amount: amount(dice, remaining), quantities: {}, settings: {} };
  return { quantities: action === 'llm' ? { tokens: 1 + dice.below(60) } : {}, settings: {} };
}

export function occurredAt({ dice, wallet, now }: Scene): Minute | undefined {
  const choice = dice.below(20);
  if (choice < 5) return undefined;
  if (choice < 13) return now - dice.pick([HOUR, 1, 6 * HOUR, DAY, 2 * DAY, 71 * HOUR, 72 * HOUR]);
  // Right before something came to its end, or at it.
  const ended = wallet.lots.filter(({ expiresAt }) => expiresAt !== null && expiresAt <= now);
  const end = dice.anyOf(ended.slice(-3))?.expiresAt ?? now;
  if (choice < 17) return end - dice.pick([1, HOUR, 0]);
  if (choice < 19) return now - dice.pick([72 * HOUR + 1, 4 * DAY, 20 * DAY, 35 * DAY]);
  return now + dice.pick([3, 5, 6, -35 * DAY - 1]);
}
