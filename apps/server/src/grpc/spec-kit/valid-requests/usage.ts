import { command, march, record, type RequestsOf, type Services, usage, wallet } from './common.ts';

export const UsageService: RequestsOf<Services['credits.v1.UsageService']> = {
  ConsumeCredits: { ...usage, dryRun: false },
  RecordUsage: { ...record, dryRun: false },
  BatchRecordUsage: { records: [record, { ...record, amount: '1.5' }], dryRun: false },
  StreamUsage: { record },
  ReverseConsumption: { ...command, consumptionId: 'c-1', amount: '2' },
  QuoteUsage: {
    ...wallet,
    action: 'photo.apply',
    quantities: new Map(),
    settings: new Map(),
    amount: undefined,
    memberId: undefined,
    atLeastPosition: '0',
  },
};

export const HoldService: RequestsOf<Services['credits.v1.HoldService']> = {
  PlaceHold: { ...usage, holdId: 'h-1', deadline: march, overCapture: undefined, dryRun: false },
  CaptureHold: {
    ...command,
    holdId: 'h-1',
    captureId: 'cap-1',
    quantities: new Map([['photos', '0']]),
    settings: new Map(),
    amount: undefined,
    keepOpen: true,
  },
  ExtendHold: { ...command, holdId: 'h-1', deadline: march },
  ReleaseHold: { ...command, holdId: 'h-1' },
  GetHold: { ...wallet, holdId: 'h-1', atLeastPosition: undefined },
};

export const CatalogService: RequestsOf<Services['credits.v1.CatalogService']> = {
  PublishRateCard: {
    version: 1,
    effectiveFrom: march,
    rates: new Map([
      [
        'photo.apply',
        {
          free: false,
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
