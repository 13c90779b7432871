import { march, type RequestsOf, type Services } from '../../spec-kit/example-fields.ts';

/** A request of each RPC of CatalogService, as documented. */
export const catalogExamples: RequestsOf<Services['credits.v1.CatalogService']> = {
  PublishRateCard: {
    version: 1,
    effectiveFrom: march,
    rates: new Map([
      [
        'photo.apply',
        {
          free: false,
          allowNone: false,
          fixed: '1',
          unitPrice: new Map([['photos', '0.5']]),
          factors: new Map([['quality', { byValue: new Map([['draft', '0.5']]) }]]),
          require: [
            {
              when: new Map([['logo', { values: ['new'] }]]),
              // It is the rate card's word, and no function.
              // oxlint-disable-next-line unicorn/no-thenable
              then: new Map([['background', { values: ['new', 'existing'] }]]),
            },
          ],
          overCapture: 'OVER_CAPTURE_OVERFLOW',
        },
      ],
    ]),
    idempotencyKey: 'k-1',
    dryRun: false,
  },
  GetRateCard: { version: undefined, at: march, atLeastPosition: undefined },
};
