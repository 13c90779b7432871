import { readers, type Access } from '../../../identity/roles.ts';

/** Who may call what of ReportService. */
export const reportAccess = {
  GetBalance: { ...readers, member: 'own-and-shared' },
  ListLots: readers,
  ListTransactions: { ...readers, member: 'own' },
  GetMonthlyUsage: { ...readers, member: 'own' },
  GetMemberUsage: { ...readers, member: 'own' },
  GetUsageBreakdown: { ...readers, member: 'own' },
  WatchBalance: { ...readers, member: 'own-and-shared' },
} as const satisfies Readonly<Record<string, Access>>;
