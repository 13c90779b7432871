import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { GetBalanceRequest, ReportServiceService } from '#contracts';
import { expectInvariants } from './always.ts';
import { deleteDocuments, documentsIn } from './documents.ts';
import { inLanes } from './lanes.ts';
import { Play } from './play.ts';
import { Theatre } from './stage.ts';
import { scenarios } from './table.ts';

// Servers start in a second or two, on a busy machine in more.
jest.setTimeout(60_000);

describe.each(inLanes(scenarios))('from $from on', ({ from, scenarios }) => {
  let theatre: Theatre;
  let last: Play;

  beforeAll(async () => {
    theatre = await Theatre.open({ from });
  });
  afterAll(() => theatre.close());

  test.each(scenarios)('$title', async (scenario) => {
    const play = new Play(scenario, theatre.stage());
    last = play;
    await play.run();
    await expectInvariants(play.sight());
  });

  test('scenario 123 (I15): history replayed into an empty database gives the same documents, byte for byte', async () => {
    await theatre.stop();
    const before = documentsIn(theatre.data);
    deleteDocuments(theatre.data);
    await theatre.start();
    const { walletId, atLeastPosition } = last.sight();
    const request = GetBalanceRequest.create({ walletId, atLeastPosition });
    await theatre.client.ask(ReportServiceService.getBalance, request, 'auditor');
    await theatre.stop();
    expect(documentsIn(theatre.data)).toEqual(before);
    expect(before.length).toBeGreaterThan(scenarios.length);
  });
});
