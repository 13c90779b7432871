import {
  march,
  page,
  wallet,
  type RequestsOf,
  type Services,
} from '../../spec-kit/example-fields.ts';

/** A request of each RPC of ReportService, as documented. */
export const reportExamples: RequestsOf<Services['credits.v1.ReportService']> = {
  GetBalance: {
    ...wallet,
    memberId: undefined,
    effectiveAt: march,
    knownAt: undefined,
    atLeastPosition: '17',
  },
  ListLots: { ...page, statuses: ['LOT_STATUS_ACTIVE'], kinds: ['LOT_KIND_PROMO'] },
  ListTransactions: {
    ...page,
    tab: 'TRANSACTION_TAB_USAGE',
    kinds: ['TRANSACTION_KIND_CONSUMPTION'],
    memberId: undefined,
    resourceType: 'event',
    resourceId: 'e-1',
    occurredFrom: march,
    occurredBefore: undefined,
  },
  GetMonthlyUsage: {
    ...wallet,
    previousMonths: 3,
    memberId: undefined,
    atLeastPosition: undefined,
  },
  GetMemberUsage: { ...page, fromMonth: '2026-01', untilMonth: '2026-03', memberId: undefined },
  GetUsageBreakdown: {
    ...page,
    groupBy: ['USAGE_GROUPING_ACTION', 'USAGE_GROUPING_MONTH'],
    fromDay: '2026-01-01',
    toDay: '2026-04-01',
    memberId: undefined,
  },
  WatchBalance: { ...wallet, memberId: undefined, atLeastPosition: undefined },
};
