import type * as wire from '#contracts';
import { formatCredits } from '#ledger';
import type { UsageBreakdownRow, UsageGrouping, UsageSums } from '#read-models';

export const fromSums = (
  { total, reversed, count, freeCount }: UsageSums,
  scale: number,
): wire.UsageSums => ({
  used: formatCredits(total, scale),
  reversed: formatCredits(reversed, scale),
  count,
  freeCount,
});

/** A row, its values in the fields of what was grouped by. */
export function fromBreakdownRow(
  row: UsageBreakdownRow,
  groupBy: readonly UsageGrouping[],
  scale: number,
): wire.UsageBreakdownRow {
  return row.groups.reduce<wire.UsageBreakdownRow>(
    (fields, value, index) => ({ ...fields, ...FIELDS[groupBy[index] ?? 'ACTION'](value) }),
    { ...NO_FIELDS, sums: fromSums(row, scale) },
  );
}

type GroupFields = Omit<wire.UsageBreakdownRow, 'sums'>;

const NO_FIELDS: GroupFields = {
  action: undefined,
  memberId: undefined,
  resourceType: undefined,
  day: undefined,
  month: undefined,
};

const FIELDS: Readonly<Record<UsageGrouping, (value: string | null) => Partial<GroupFields>>> = {
  ACTION: (value) => ({ action: value ?? undefined }),
  MEMBER: (value) => ({ memberId: value ?? undefined }),
  RESOURCE_TYPE: (value) => ({ resourceType: value ?? '' }),
  DAY: (value) => ({ day: value ?? undefined }),
  MONTH: (value) => ({ month: value ?? undefined }),
};
