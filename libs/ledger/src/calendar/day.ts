const shape = /^[2-9]\d{3}-\d{2}-\d{2}$/;

/** Whether this is a day of the calendar in the years 2000 to 9999, such as "2026-03-01". */
export function isDay(text: string): boolean {
  if (!shape.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

/** How many days it is from one to another: 1 to the next day, negative to one before. */
export const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(to).days;
