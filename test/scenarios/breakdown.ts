import {
  GetUsageBreakdownRequest,
  type GetUsageBreakdownResponse,
  ReportServiceService,
  type UsageGrouping,
} from '#contracts';
import { type Sight, viewer } from './answers.ts';

/** A question of what was used, and its rows: all groupings of all pages, and their totals last. */
export interface BreakdownSeen {
  readonly by: readonly UsageGrouping[];
  /** "2028-08-01 to 2028-09-01" is August. */
  readonly days: string;
  readonly memberId?: string;
  readonly rows: readonly string[];
}

/** What is answered, read page by page. */
export async function breakdown(
  { client, walletId, atLeastPosition }: Sight,
  { by, days, memberId }: BreakdownSeen,
): Promise<readonly string[]> {
  const [fromDay = '', toDay = ''] = days.split(' to ');
  const rows: string[] = [];
  let pageToken = '';
  for (;;) {
    const request = GetUsageBreakdownRequest.create({
      walletId,
      groupBy: [...by],
      fromDay,
      toDay,
      memberId,
      pageSize: 2,
      pageToken,
      atLeastPosition,
    });
    const told = await client.ask(ReportServiceService.getUsageBreakdown, request, viewer);
    for (const { sums, ...values } of told.rows) {
      const given = Object.values(values).filter((value) => value !== undefined);
      rows.push(written(given, sums));
    }
    pageToken = told.nextPageToken;
    if (pageToken === '') return [...rows, written(['in all'], told.total)];
  }
}

type Sums = GetUsageBreakdownResponse['total'];

const written = (values: readonly string[], sums: Sums): string =>
  [
    ...values,
    `${Number(sums?.used)}-${Number(sums?.reversed)}`,
    `${sums?.count}+${sums?.freeCount}`,
  ].join(' ');
