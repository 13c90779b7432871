import { describe, expect, it } from '@jest/globals';
import type { Credits, Decimal } from '../credits.ts';
import type { Event } from './event-parts.ts';
import type { AmountNameIn, NestedNameIn, TableOf } from './stored/named-amounts.ts';
import type { NormalFormsOf, NormalText } from './stored/normal-form.ts';
import type { PlainText, Slice } from './terms.ts';

type Fined = Event<
  'Fined',
  { fine: Credits; waived?: Credits | undefined; reason: string; parts: readonly Slice[] }
>['data'];

interface Fine {
  readonly type: 'Fine';
  readonly fineId: string;
  readonly fine: Decimal;
  readonly remark?: PlainText | undefined;
  readonly memberIds: readonly string[];
  readonly terms: { readonly surcharge: Decimal };
}

const normal = (text: string): NormalText => text as NormalText;

// What these hold is held by the compiler: an expected error that is none is an error.
describe('A table by the fields of events or commands', () => {
  it('has every amount of an event, optional and nested ones too, and nothing else', () => {
    const whole: TableOf<AmountNameIn<Fined>> = { fine: true, waived: true, amount: true };
    // @ts-expect-error -- an amount that is not listed
    const short: TableOf<AmountNameIn<Fined>> = { fine: true, amount: true };
    // @ts-expect-error -- a text is no amount
    const long: TableOf<AmountNameIn<Fined>> = { ...whole, reason: true };
    const nested: TableOf<NestedNameIn<Fined>> = { parts: true };
    // @ts-expect-error -- what has amounts within it and is not listed
    const shallow: TableOf<NestedNameIn<Fined>> = {};
    expect([whole, short, long, nested, shallow]).toHaveLength(5);
  });

  it('has a normal form of every amount, text and set of a command, nested ones too', () => {
    const whole: NormalFormsOf<Fine, null> = {
      fine: normal,
      remark: normal,
      memberIds: (ids) => Object.assign([...ids], { normal: true as const }),
      terms: ({ surcharge }) => ({ surcharge: normal(surcharge) }),
    };
    const { remark, ...others } = whole;
    // @ts-expect-error -- a text without a normal form
    const short: NormalFormsOf<Fine, null> = others;
    // @ts-expect-error -- an amount within a field that is left as it was given
    const shallow: NormalFormsOf<Fine, null> = { ...whole, terms: (terms) => terms };
    // @ts-expect-error -- an amount that is left as it was given
    const asGiven: NormalFormsOf<Fine, null> = { ...whole, fine: (fine) => fine };
    expect([remark, short, shallow, asGiven]).toHaveLength(4);
  });
});
