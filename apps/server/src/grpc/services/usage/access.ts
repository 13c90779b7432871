import { service, readers, type Access } from '../../../identity/roles.ts';

/** Who may call what of UsageService. */
export const usageAccess = {
  ConsumeCredits: service,
  RecordUsage: service,
  BatchRecordUsage: service,
  StreamUsage: service,
  ReverseConsumption: { roles: ['service', 'finance'] },
  QuoteUsage: { ...readers, member: 'own-and-shared' },
} as const satisfies Readonly<Record<string, Access>>;
