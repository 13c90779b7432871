import type { Timestamp } from '#contracts';

/** "2023-11-16T18:40:00Z" as the wire wants it. Up to nine digits may follow the seconds. */
export function timestamp(text: string): Timestamp {
  const [, seconds, fraction = ''] = /^(.{19})(?:\.(\d{1,9}))?Z$/.exec(text) ?? [];
  if (seconds === undefined) throw new Error(`${text} is no instant`);
  return {
    seconds: BigInt(Date.parse(`${seconds}Z`)) / 1_000n,
    nanos: Number(fraction.padEnd(9, '0')),
  };
}

export const plusSeconds = ({ seconds, nanos }: Timestamp, more: number): Timestamp => ({
  seconds: seconds + BigInt(more),
  nanos,
});

export const isBefore = (a: Timestamp, b: Timestamp): boolean =>
  a.seconds === b.seconds ? a.nanos < b.nanos : a.seconds < b.seconds;

export const isSame = (a: Timestamp | undefined, b: Timestamp | undefined): boolean =>
  a?.seconds === b?.seconds && a?.nanos === b?.nanos;

/** "2023-11-16 18:40:00" in UTC, for people. */
export const shown = (time: Timestamp | undefined): string =>
  time === undefined
    ? '–'
    : new Date(Number(time.seconds) * 1_000).toISOString().slice(0, 19).replace('T', ' ');
