import {
  type Factors,
  type GetRateCardRequest,
  OverCapture,
  type PublishRateCardRequest,
  type Rate,
} from '#contracts';
import { IsChosenFromOrUnset } from '../../transport/validation/enum-rules.ts';
import {
  type Fields,
  type FormOf,
  Nested,
  WhenGiven,
  type Form,
} from '../../transport/validation/form.ts';
import {
  isEntityId,
  isMapOf,
  isName,
  isRateNumber,
} from '../../transport/validation/predicates.ts';
import {
  IsIdempotencyKey,
  IsInstant,
  IsIntegerFrom,
  IsRateNumber,
  rule,
} from '../../transport/validation/rules.ts';
import { IsPosition } from '../common-forms.ts';

const namesMax = 100;
const valuesMax = 1_000;
const ratesMax = 10_000;

const ArePrices = () =>
  rule(
    'arePrices',
    (value) => isMapOf(value, namesMax, [isName, isRateNumber]),
    `must be at most ${namesMax} decimals such as "0.001", at least 0, by names of quantities`,
  );

const isFactors = (value: unknown): boolean =>
  isMapOf((value as Factors).byValue, valuesMax, [isName, isRateNumber]);

const AreFactors = () =>
  rule(
    'areFactors',
    (value) => isMapOf(value, namesMax, [isName, isFactors]),
    `must be at most ${namesMax} settings with a factor such as "0.5" for each of their values`,
  );

const areValues = (value: unknown): boolean => {
  const { values } = value as { readonly values: readonly unknown[] };
  return values.length >= 1 && values.length <= valuesMax && values.every(isName);
};

const areChoices = (value: unknown): boolean => isMapOf(value, namesMax, [isName, areValues]);

const AreRequirements = () =>
  rule(
    'areRequirements',
    (value) =>
      (value as Rate['require']).every(
        ({ when, then }) => areChoices(when) && areChoices(then) && then.size > 0,
      ),
    'must each require a setting, and name at least one value of every setting',
  );

class RateForm implements FormOf<Rate> {
  free: unknown;
  allowNone: unknown;
  @WhenGiven() @IsRateNumber() fixed: unknown;
  @ArePrices() unitPrice: unknown;
  @AreFactors() factors: unknown;
  @AreRequirements() require: unknown;
  @IsChosenFromOrUnset(OverCapture) overCapture: unknown;
}

const AreByAction = () =>
  rule(
    'areByAction',
    (value) =>
      (value as ReadonlyMap<string, unknown>).size >= 1 &&
      isMapOf(value, ratesMax, [isEntityId, () => true]),
    `must be 1 to ${ratesMax} rates by actions of 1 to 128 characters of A-Z, a-z, 0-9 and ._:~-`,
  );

class PublishRateCardForm implements FormOf<PublishRateCardRequest> {
  @WhenGiven() @IsIntegerFrom(1, 2_147_483_647) version: unknown;
  @WhenGiven() @IsInstant() effectiveFrom: unknown;
  @AreByAction() @Nested(RateForm) rates: unknown;
  @IsIdempotencyKey() idempotencyKey: unknown;
  dryRun: unknown;
}

const IsAloneWithout = (other: string) =>
  rule(
    'isAloneWithout',
    (_value, message) => (message as Fields)[other] === undefined,
    `must not come with ${other}`,
  );

class GetRateCardForm implements FormOf<GetRateCardRequest> {
  @WhenGiven() @IsIntegerFrom(1, 2_147_483_647) version: unknown;
  @WhenGiven() @IsInstant() @IsAloneWithout('version') at: unknown;
  @WhenGiven() @IsPosition() atLeastPosition: unknown;
}

/** What the requests of CatalogService must be like. */
export const catalogForms = {
  PublishRateCard: PublishRateCardForm,
  GetRateCard: GetRateCardForm,
} as const satisfies Readonly<Record<string, Form>>;
