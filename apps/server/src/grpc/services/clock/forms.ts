import type { AdvanceTimeRequest, SetTimeRequest } from '#contracts';
import { isDuration } from '#ledger';
import type { FormOf, Form } from '../../transport/validation/form.ts';
import { IsInstant, rule } from '../../transport/validation/rules.ts';

class SetTimeForm implements FormOf<SetTimeRequest> {
  @IsInstant() time: unknown;
}

const IsTimeSpan = () =>
  rule(
    'isTimeSpan',
    (value) => typeof value === 'string' && value.startsWith('PT') && isDuration(value),
    'must be an ISO 8601 duration of hours, minutes and seconds above 0, such as "PT36H"',
  );

class AdvanceTimeForm implements FormOf<AdvanceTimeRequest> {
  @IsTimeSpan() by: unknown;
}

/** What the requests of ClockService must be like. */
export const clockForms = {
  // It has no fields.
  GetTime: Object,
  SetTime: SetTimeForm,
  AdvanceTime: AdvanceTimeForm,
} as const satisfies Readonly<Record<string, Form>>;
