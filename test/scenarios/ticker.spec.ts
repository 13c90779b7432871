import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Moments } from '../support/moments.ts';
import { expectInvariants } from './always.ts';
import { exported, upToRecordedAt } from './export.ts';
import { Play } from './play.ts';
import type { Scenario } from './scenario.ts';
import { Theatre } from './stage.ts';
import { scenarios } from './table.ts';
import { writeOff } from './usage.ts';

// Servers start in a second or two, on a busy machine in more.
jest.setTimeout(60_000);

// What is due is right whether anybody books it or not: scenarios 52, 53, 55, 57, 88 and 115 have
// the same answers with the ticker and without, and in the end the same events.

const both = scenarios.filter(({ alsoWithoutTicker }) => alsoWithoutTicker === true);

describe('with the ticker and without', () => {
  let ticking: Theatre;
  let still: Theatre;

  beforeAll(async () => {
    const from = new Moments(both[0]?.day ?? '', 'UTC').start;
    [ticking, still] = await Promise.all([
      Theatre.open({ from, ticker: true }),
      Theatre.open({ from, ticker: false }),
    ]);
  });
  afterAll(() => Promise.all([ticking.close(), still.close()]));

  test.each(both)('the same answers and events: $title', async (scenario) => {
    const [booked, unbooked] = await Promise.all([
      played(scenario, ticking),
      played(scenario, still),
    ]);
    expect(sightOf(unbooked)).toEqual(sightOf(booked));
    expect(unbooked.events).toEqual(booked.events);
    expect(booked.events.length).toBeGreaterThan(2);
  });

  test('scenarios 52, 53, 55, 57, 88 and 115 are those that ran', () => {
    const numbers = both.map(({ title }) => /^scenario (\d+)/.exec(title)?.[1]);
    expect(new Set(numbers)).toEqual(new Set(['52', '53', '55', '57', '88', '115']));
  });
});

// When the ledger learned of what was due is the only difference.
const sightOf = ({ transcript }: { readonly transcript: readonly unknown[] }): unknown =>
  JSON.parse(
    JSON.stringify(transcript, (name, value: unknown) =>
      name === 'recordedAt' ? undefined : value,
    ),
  );

async function played(scenario: Scenario, theatre: Theatre) {
  const play = new Play(scenario, theatre.stage());
  await play.run();
  // A command that changes nothing books what is due ahead of itself.
  await play.after(writeOff());
  await expectInvariants(play.sight());
  const { events } = await exported(play.sight());
  return { transcript: play.transcript, events: events.map(upToRecordedAt) };
}
