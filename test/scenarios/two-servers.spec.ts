import { afterAll, beforeAll, describe, jest, test } from '@jest/globals';
import { Moments } from '../support/moments.ts';
import { expectInvariants } from './always.ts';
import { races } from './features/races.feature.ts';
import { Play } from './play.ts';
import { Theatre } from './stage.ts';

// Servers start in a second or two, on a busy machine in more.
jest.setTimeout(60_000);

// Scenarios 41, 60 and 61 once more, the racers taking turns between two servers over one store.
describe('two servers over one store', () => {
  let theatre: Theatre;

  beforeAll(async () => {
    const from = new Moments(races[0]?.day ?? '', 'UTC').start;
    theatre = await Theatre.open({ from, writers: 2 });
  });
  afterAll(() => theatre.close());

  test.each(races)('$title', async (scenario) => {
    const play = new Play(scenario, theatre.stage());
    await play.run();
    await expectInvariants(play.sight());
  });
});
