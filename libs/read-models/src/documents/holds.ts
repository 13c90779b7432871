import type { Instant } from '#eventsourcing';
import type { Credits, HoldEvent, HoldOutcome, OverCapture, Resource, Slice } from '#ledger';
import { parseDocument, slicesFrom } from '../codec.ts';
import { keyOf } from '../keys.ts';
import type { DataOf } from '../ledger-events.ts';
import { onceMade, projectionOf } from '../projection-of.ts';
import { lessSlices } from './hold-slices.ts';

export type HoldStatus = 'OPEN' | HoldOutcome;

/** A reservation, and what became of it. */
export interface HoldDocument {
  readonly holdId: string;
  /** The revision at which it was placed. */
  readonly revision: number;
  readonly status: HoldStatus;
  readonly action: string;
  readonly memberId: string | null;
  readonly resource: Resource | null;
  readonly amount: Credits;
  /** What it still reserves, in the order in which captures use it. */
  readonly slices: readonly Slice[];
  readonly remaining: Credits;
  readonly captured: Credits;
  readonly released: Credits;
  readonly deadline: Instant;
  readonly overCapture: OverCapture;
  readonly rateCardVersion: number | null;
  readonly captureIds: readonly string[];
  readonly placedAt: Instant;
  readonly resolvedAt: Instant | null;
}

const itself = ({ holdId }: { readonly holdId: string }): readonly string[] => [holdId];

const OUTCOMES: Readonly<Record<DataOf<'HoldReleased'>['cause'], HoldOutcome>> = {
  CAPTURED: 'CAPTURED',
  RELEASED: 'RELEASED',
  DEADLINE: 'EXPIRED',
};

/** Every hold there ever was; in the order are the open ones, by deadline. */
export const holds = projectionOf<HoldEvent['type'], HoldDocument>({
  name: 'holds',
  version: 2,
  keys: { CreditsHeld: itself, HoldCaptured: itself, HoldExtended: itself, HoldReleased: itself },
  folds: {
    CreditsHeld: (_before, data, { event }) => ({
      holdId: data.holdId,
      revision: event.revision,
      status: 'OPEN',
      action: data.action,
      memberId: data.memberId ?? null,
      resource: data.resource ?? null,
      amount: data.amount,
      slices: data.slices,
      remaining: data.amount,
      captured: 0n,
      released: 0n,
      deadline: data.deadline,
      overCapture: data.overCapture,
      rateCardVersion: data.rateCardVersion ?? null,
      captureIds: [],
      placedAt: event.metadata.occurredAt,
      resolvedAt: null,
    }),
    ...onceMade<'HoldCaptured' | 'HoldExtended' | 'HoldReleased', HoldDocument>({
      HoldExtended: (before, { deadline }) => ({ ...before, deadline }),
      HoldCaptured: (before, { captureId, slices, amount, remaining }, { event }) => ({
        ...before,
        status: remaining === 0n ? 'CAPTURED' : before.status,
        slices: lessSlices(before.slices, slices),
        remaining,
        captured: before.captured + amount,
        captureIds: [...before.captureIds, captureId],
        resolvedAt: remaining === 0n ? event.metadata.occurredAt : null,
      }),
      HoldReleased: (before, { amount, cause }, { event }) => ({
        ...before,
        status: OUTCOMES[cause],
        slices: [],
        remaining: 0n,
        released: before.released + amount,
        resolvedAt: event.metadata.occurredAt,
      }),
    }),
  },
  order: ({ holdId, status, deadline }) =>
    status === 'OPEN' ? keyOf(deadline, holdId) : undefined,
  decode: (body) => {
    const stored = parseDocument<HoldDocument>(body);
    return {
      ...stored,
      amount: BigInt(stored.amount),
      slices: slicesFrom(stored.slices),
      remaining: BigInt(stored.remaining),
      captured: BigInt(stored.captured),
      released: BigInt(stored.released),
    };
  },
});
