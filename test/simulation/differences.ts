import type { Kept, OpenWallet, Reason } from '#ledger';
import type { Minute, Objection, Prediction } from './naive/commands.ts';
import type { Figures } from './naive/figures.ts';
import type { Answer } from './real-wallet.ts';
import { realFigures } from './real-figures.ts';

interface Real {
  readonly now: Minute;
  readonly answer: Answer;
  readonly state: OpenWallet;
  readonly consumptions: readonly Kept[];
  /** By the rows of the events. */
  readonly balance: bigint;
}

/** Where what was predicted and what came of a command differ. */
export function differences(
  prediction: Prediction,
  figures: Figures,
  { now, answer, state, consumptions, balance }: Real,
): readonly string[] {
  return [
    ...answerDifferences(prediction, answer),
    ...different('row balance', figures.balance, balance),
    ...figureDifferences(figures, realFigures(state, consumptions, now)),
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

function figureDifferences(figures: Figures, real: Figures): readonly string[] {
  return Object.entries(figures).flatMap(([name, predicted]) => {
    const actual: unknown = real[name as keyof Figures];
    return typeof predicted === 'object'
      ? partDifferences(name, predicted as object, actual as object)
      : different(name, predicted, actual);
  });
}

function partDifferences(name: string, predicted: object, real: object): readonly string[] {
  const [wanted, actual] = [new Map(Object.entries(predicted)), new Map(Object.entries(real))];
  return [...new Set([...wanted.keys(), ...actual.keys()])].flatMap((part) =>
    different(
      `${name} ${part}`,
      JSON.stringify(wanted.get(part)),
      JSON.stringify(actual.get(part)),
    ),
  );
}

function different(what: string, predicted: unknown, real: unknown): readonly string[] {
  return String(predicted) === String(real)
    ? []
    : [`${what}: predicted ${String(predicted)}, is ${String(real)}`];
}

const shown = (reason: Reason): string =>
  JSON.stringify(reason, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
