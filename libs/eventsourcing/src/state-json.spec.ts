import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SortedMap } from './sorted-map.ts';
import { VersionedMap } from './versioned-map.ts';
import { decodeState, encodeState } from './state-json.ts';

const key = fc.oneof(
  fc.string(),
  fc.constantFrom('$n', '$m', '$v', '$o', '__proto__', 'constructor'),
);

const { state } = fc.letrec((tie) => ({
  state: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.bigInt(),
    fc.constantFrom(null, true, false),
    fc.integer(),
    fc.string(),
    fc.constantFrom('$n', '12n', '{"$n":"1"}'),
    fc.array(tie('state'), { maxLength: 4 }),
    fc.dictionary(key, tie('state'), { maxKeys: 4 }),
    fc.array(fc.tuple(key, tie('state')), { maxLength: 4 }).map((entries) => SortedMap.of(entries)),
    fc.dictionary(key, tie('state')).map((values) => VersionedMap.of(Object.entries(values))),
  ),
}));

/** A value in which kinds that look alike are told apart. */
function told(value: unknown): unknown {
  if (typeof value === 'bigint') return ['bigint', String(value)];
  if (value instanceof SortedMap)
    return ['map', [...(value as SortedMap<unknown>)].map(([key, item]) => [key, told(item)])];
  if (value instanceof VersionedMap)
    return [
      'versions',
      (value as VersionedMap<unknown>).entries().map(([key, item]) => [key, told(item)]),
    ];
  if (Array.isArray(value)) return ['array', value.map(told)];
  if (typeof value !== 'object' || value === null) return value;
  return ['object', Object.entries(value).map(([key, item]) => [key, told(item)])];
}

describe('a state as JSON', () => {
  test('is read as it was written, whatever its keys are called', () => {
    fc.assert(
      fc.property(state, (state) => {
        const text = encodeState(state);
        expect(told(decodeState(text))).toEqual(told(state));
        expect(encodeState(decodeState(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  test('leaves out members that are undefined', () => {
    expect(encodeState({ a: undefined, b: 1n })).toBe('{"b":{"$n":"1"}}');
    expect(decodeState(encodeState({ a: undefined, $n: 'x' }))).toEqual({ $n: 'x' });
  });

  test('is refused where it is no JSON', () => {
    expect(() => decodeState('{"a":')).toThrow(SyntaxError);
  });
});
