import { rule } from './rules.ts';

/** An enum as ts-proto generates it: its values are its names. */
export type WireEnum = Readonly<Record<string, string>>;

/** A value that is there and has a meaning; some may be excepted. */
export function IsChosenFrom(values: WireEnum, except: readonly string[] = []): PropertyDecorator {
  const chosen = meaningful(values).filter((value) => !except.includes(value));
  const legal = new Set<unknown>(chosen);
  return rule('isChosenFrom', (value) => legal.has(value), `must be one of ${chosen.join(', ')}`);
}

/** As `IsChosenFrom`, or not given: UNSPECIFIED says the same as unset. */
export function IsChosenFromOrUnset(
  values: WireEnum,
  except: readonly string[] = [],
): PropertyDecorator {
  const chosen = meaningful(values).filter((value) => !except.includes(value));
  const legal = new Set<unknown>([undefined, unspecified(values), ...chosen]);
  return rule(
    'isChosenFromOrUnset',
    (value) => legal.has(value),
    `must be unset, or one of ${chosen.join(', ')}`,
  );
}

/** A list of values that each have a meaning. */
export function AreChosenFrom(values: WireEnum): PropertyDecorator {
  const chosen = meaningful(values);
  const legal = new Set<unknown>(chosen);
  return rule(
    'areChosenFrom',
    (value) => (value as readonly unknown[]).every((each) => legal.has(each)),
    `must be some of ${chosen.join(', ')}`,
  );
}

const unspecified = (values: WireEnum): string | undefined =>
  Object.values(values).find((value) => value.endsWith('_UNSPECIFIED'));

const meaningful = (values: WireEnum): readonly string[] =>
  Object.values(values).filter(
    (value) => value !== 'UNRECOGNIZED' && !value.endsWith('_UNSPECIFIED'),
  );
