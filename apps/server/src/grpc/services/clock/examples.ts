import { march, type RequestsOf, type Services } from '../../spec-kit/example-fields.ts';

/** A request of each RPC of ClockService, as documented. */
export const clockExamples: RequestsOf<Services['credits.v1.ClockService']> = {
  GetTime: {},
  SetTime: { time: march },
  AdvanceTime: { by: 'PT36H' },
};
