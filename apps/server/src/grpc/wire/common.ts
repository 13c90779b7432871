import type * as wire from '#contracts';
import type { Receipt } from '#application';
import type { Actor, Instant } from '#eventsourcing';
import {
  type CapTarget,
  formatCredits,
  instantOf,
  type LotEnd,
  type Resource,
  secondsAndNanos,
  type Slice,
} from '#ledger';
import { isNoTime } from '../transport/validation/rules.ts';
import { enumTo } from './enums.ts';

export const toInstant = ({ seconds, nanos }: wire.Timestamp): Instant => instantOf(seconds, nanos);

export const toInstantOrUnset = (time: wire.Timestamp | undefined): Instant | undefined =>
  time === undefined ? undefined : toInstant(time);

export const fromInstant = (instant: Instant): wire.Timestamp => secondsAndNanos(instant);

export const fromInstantOrUnset = (
  instant: Instant | null | undefined,
): wire.Timestamp | undefined =>
  instant === null || instant === undefined ? undefined : fromInstant(instant);

/** A field that the request's form requires. */
export function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new TypeError('A request without a required field was let in');
  return value;
}

/** A text of the wire, where empty is unset. */
export const toText = (text: string): string | undefined => (text === '' ? undefined : text);

/** A map of the wire as a record. Its keys are a caller's: `__proto__` becomes one like any other. */
export const toRecord = <Value>(
  map: ReadonlyMap<string, Value>,
): Readonly<Record<string, Value>> =>
  map.size === 0 ? empty : (Object.fromEntries(map) as Readonly<Record<string, Value>>);

const empty: Readonly<Record<string, never>> = Object.freeze({});

export function toResource(resource: wire.Resource | undefined): Resource | undefined {
  if (resource === undefined) return undefined;
  const { type, id, name } = resource;
  return name === '' ? { type, id } : { type, id, name };
}

export const fromResource = (resource: Resource | undefined): wire.Resource | undefined =>
  resource && { type: resource.type, id: resource.id, name: resource.name ?? '' };

export function toLotEnd({ end }: wire.LotEnd): LotEnd {
  const { $case, value } = required(end);
  if ($case === 'at') return { at: toInstant(value) };
  if ($case === 'never') return { never: true };
  if ($case === 'after') return { after: value };
  return $case === 'endOfLocalDay'
    ? { endOfLocalDay: true, ...afterSome(value) }
    : { endOfLocalMonth: true, ...afterSome(value) };
}

const afterSome = (duration: string): { readonly after?: string } =>
  isNoTime(duration) ? {} : { after: duration };

export function toCapTarget({ target }: wire.CapTarget): CapTarget {
  const { $case, value } = required(target);
  if ($case === 'memberId') return { type: 'MEMBER', memberId: value };
  return { type: $case === 'memberDefault' ? 'DEFAULT' : 'ORGANISATION' };
}

export function fromCapTarget(target: CapTarget): wire.CapTarget {
  if (target.type === 'MEMBER') return { target: { $case: 'memberId', value: target.memberId } };
  return target.type === 'DEFAULT'
    ? { target: { $case: 'memberDefault', value: true } }
    : { target: { $case: 'organisation', value: true } };
}

export const fromActor = ({ type, id }: Actor): wire.Actor => ({
  type: enumTo('ACTOR_TYPE', type),
  id,
});

export const fromSlices = (slices: readonly Slice[], scale: number): wire.Slice[] =>
  slices.map(({ lotId, memberId, amount }) => ({
    lotId,
    memberId,
    amount: formatCredits(amount, scale),
  }));

export function fromReceipt(receipt: Receipt | null): wire.Receipt | undefined {
  if (receipt === null) return undefined;
  return {
    position: String(receipt.position),
    stream: receipt.stream,
    firstRevision: BigInt(receipt.firstRevision),
    lastRevision: BigInt(receipt.lastRevision),
    recordedAt: fromInstant(receipt.recordedAt),
    replayed: receipt.replayed,
  };
}
