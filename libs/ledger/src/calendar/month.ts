/** So many months, newest first, beginning with the given one: "2026-01", "2025-12" and so on. */
export function previousMonths(month: string, count: number): readonly string[] {
  const newest = Temporal.PlainYearMonth.from(month);
  return Array.from({ length: count }, (_, ago) => newest.subtract({ months: ago }).toString());
}
