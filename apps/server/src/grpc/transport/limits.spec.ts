import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { PAGE_BYTES_MAX } from '#application';
import { LimitReached } from './limit-reached.ts';
import { atOnceDefaults, defaultLimits } from './limits.ts';
import { SharedLimit } from './shared-limit.ts';

const page = readFileSync(new URL('../../../../../docs/limits.md', import.meta.url), 'utf8');

const rows = new Map(
  [...page.matchAll(/^\| (?<row>.+) \|$/gm)].map((match) => {
    const [name = '', ...cells] = (match.groups?.['row'] ?? '').split(' | ');
    return [name, cells];
  }),
);

/** What a limit refuses with once as much as it gives was taken. */
function shareOf(limit: SharedLimit, tenant: string | null, count: number): string {
  try {
    limit.take({ tenant, caller: 'ann' }, count);
  } catch (error) {
    return String((error as LimitReached).max);
  }
  throw new Error('there was more than was thought');
}

test.each(Object.entries(atOnceDefaults))(
  'docs/limits.md says what %s are bounded by',
  (name, max) => {
    const alone = new SharedLimit(name, max);
    const shared = new SharedLimit(name, max);
    shared.take({ tenant: 'other', caller: 'eve' });
    const crowded = new SharedLimit(name, max);
    for (let index = 0; index < 5; index += 1)
      crowded.take({ tenant: 'acme', caller: `${index}` }, max / 10);
    const ofTenant = rows.get(`\`${name}\``)?.[1] === '–' ? '–' : shareOf(crowded, 'acme', 1);
    expect(rows.get(`\`${name}\``)?.slice(0, 4)).toEqual([
      String(max),
      ofTenant,
      shareOf(shared, 'acme', max),
      shareOf(alone, 'acme', max),
    ]);
  },
);

test('docs/limits.md has nothing else, and the limits of a connection and a call', () => {
  const named = [...rows.keys()].filter((name) => name.startsWith('`'));
  expect(named).toEqual(Object.keys(atOnceDefaults).map((name) => `\`${name}\``));
  const { cancelledAtOnceMax, cancelledPerSecondMax } = defaultLimits;
  const mebibytes = defaultLimits.messageBytesMax / 1_048_576;
  const minutes = (milliseconds: number): string => `${milliseconds / 60_000} min`;
  expect([...rows.values()].slice(-9)).toEqual(
    [
      String(defaultLimits.concurrentStreamsMax),
      `${cancelledAtOnceMax}, ${cancelledPerSecondMax}`,
      String(defaultLimits.recordsInFlightMax),
      `500, ${PAGE_BYTES_MAX / 1_048_576} MiB, one in any case`,
      `${mebibytes} MiB, ${defaultLimits.metadataBytesMax / 1_024} KiB`,
      `${minutes(defaultLimits.connectionAgeMsMax)}, ${minutes(defaultLimits.connectionAgeGraceMs)}`,
      minutes(defaultLimits.connectionIdleMsMax),
      `${minutes(defaultLimits.keepaliveMs)}, ${defaultLimits.keepaliveTimeoutMs / 1_000} s`,
      `${defaultLimits.waitMsMax / 1_000} s`,
    ].map((value) => [value]),
  );
});

test('no tenant has so many records and calls that they could fill the queue of a wallet', () => {
  const waitingMax = Number(/`commands_waiting`, (?<max>\d+)/.exec(page)?.groups?.['max']);
  expect(waitingMax).toBe(20_000);
  expect((atOnceDefaults.records + atOnceDefaults.calls) / 2).toBeLessThanOrEqual(waitingMax);
});
