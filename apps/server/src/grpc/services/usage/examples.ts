import {
  command,
  record,
  usage,
  wallet,
  type RequestsOf,
  type Services,
} from '../../spec-kit/example-fields.ts';

/** A request of each RPC of UsageService, as documented. */
export const usageExamples: RequestsOf<Services['credits.v1.UsageService']> = {
  ConsumeCredits: { ...usage, dryRun: false },
  RecordUsage: { ...record, dryRun: false },
  BatchRecordUsage: { records: [record, { ...record, amount: '1.5' }], dryRun: false },
  StreamUsage: { record },
  ReverseConsumption: { ...command, consumptionId: 'c-1', amount: '2', reversalId: undefined },
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
