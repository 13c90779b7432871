import type { OpenWallet, Reason } from '#ledger';
import { WINDOWS, isSameWindow } from './naive/caps.ts';
import type { Figures } from './naive-wallet.ts';
import type { Minute, Objection, Prediction } from './naive/commands.ts';
import type { Answer } from './real-wallet.ts';
import { minuteOf } from './translate.ts';

interface Real {
  readonly now: Minute;
  readonly answer: Answer;
  readonly state: OpenWallet;
  /** By the rows of the events. */
  readonly balance: bigint;
}

/** Where what was predicted and what came of a command differ. */
export function differences(
  prediction: Prediction,
  figures: Figures,
  { now, answer, state, balance }: Real,
): readonly string[] {
  return [
    ...answerDifferences(prediction, answer),
    ...different('row balance', figures.balance, balance),
    ...figureDifferences(figures, state),
    ...spentDifferences(figures, state, now),
  ];
}

function answerDifferences(prediction: Prediction, { decided, reason }: Answer): readonly string[] {
  if (reason !== null) return reasonDifferences(prediction, reason);
  if (!prediction.accepted) return [`predicted ${JSON.stringify(prediction)}, got accepted`];
  const { outcome, flags } = prediction;
  const accepted = decided.find((event) => event.type === 'CommandAccepted');
  const used = decided.findLast((event) => event.type === 'CreditsConsumed');
  return [
    ...different('outcome', outcome, accepted?.data.outcome),
    ...different(
      'flags',
      used && (flags ?? []).toSorted().join(),
      used?.data.flags.toSorted().join(),
    ),
  ];
}

function reasonDifferences(prediction: Prediction, reason: Reason): readonly string[] {
  if (prediction.accepted) return [`predicted accepted, refused for ${shown(reason)}`];
  return prediction.objections.some((objection) => isThis(objection, reason))
    ? []
    : [`predicted ${JSON.stringify(prediction.objections)}, refused for ${shown(reason)}`];
}

const isThis = ({ code, figures = {} }: Objection, reason: Reason): boolean =>
  code === reason.code &&
  Object.entries(figures).every(
    ([name, figure]) => String((reason as Record<string, unknown>)[name]) === String(figure),
  );

function figureDifferences(figures: Figures, state: OpenWallet): readonly string[] {
  const free = state.lots.reduce((sum, lot) => sum + (lot.active ? lot.free.total : 0n), 0n);
  const pockets = new Map<string, bigint>();
  for (const lot of state.lots)
    for (const [memberId, amount] of lot.free.pockets)
      pockets.set(memberId, (pockets.get(memberId) ?? 0n) + amount);
  return [
    ...different('balance', figures.balance, state.balance),
    ...different('available', figures.available, free - state.debt),
    ...different('held', figures.held, state.held),
    ...different('debt', figures.debt, state.debt),
    ...different('pockets', inOrder(Object.entries(figures.pockets)), inOrder([...pockets])),
    ...lotDifferences(figures, state),
  ];
}

// D21: what caps count in the windows of this instant, of everybody ('') and of each member.
function spentDifferences(figures: Figures, state: OpenWallet, now: Minute): readonly string[] {
  return [...new Set(['', ...figures.spenders, ...state.spent.keys()])].flatMap((target) =>
    WINDOWS.flatMap((window) => {
      const running = state.spent.get(target)?.[window];
      return different(
        `spent by ${target === '' ? 'all' : target} in ${window}`,
        figures.spent(target === '' ? null : target, window),
        running !== undefined && isSameWindow(window, minuteOf(running.start), now)
          ? running.amount
          : 0,
      );
    }),
  );
}

function lotDifferences({ lots }: Figures, state: OpenWallet): readonly string[] {
  const real = new Map(state.lots.map((lot) => [lot.lotId, lot]));
  return [
    ...different('lots', Object.keys(lots).toSorted().join(), [...real.keys()].toSorted().join()),
    ...Object.entries(lots).flatMap(([id, { pool, pockets, held, used, expired, voided }]) => {
      const lot = real.get(id);
      if (lot === undefined) return [];
      return different(
        `lot ${id} (pool, pockets, held, used, expired, voided)`,
        [pool, pockets, held, used, expired, voided].join(),
        [
          lot.free.pool,
          lot.free.total - lot.free.pool,
          lot.held,
          lot.used,
          lot.expired.total,
          lot.voided,
        ].join(),
      );
    }),
  ];
}

function different(what: string, predicted: unknown, real: unknown): readonly string[] {
  return String(predicted) === String(real)
    ? []
    : [`${what}: predicted ${String(predicted)}, is ${String(real)}`];
}

const inOrder = (pockets: readonly (readonly [string, number | bigint])[]): string =>
  pockets
    .map(([memberId, amount]) => `${memberId} ${amount}`)
    .toSorted()
    .join();

const shown = (reason: Reason): string =>
  JSON.stringify(reason, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
