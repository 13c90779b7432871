const someInstant = Temporal.Instant.fromEpochMilliseconds(0);

/** Whether this is the name of an IANA time zone, spelled as there. Offsets ("+01:00") are not. */
export function isZone(name: string): boolean {
  if (!/^[A-Z]/i.test(name)) return false;
  try {
    return someInstant.toZonedDateTimeISO(name).timeZoneId === name;
  } catch {
    return false;
  }
}
