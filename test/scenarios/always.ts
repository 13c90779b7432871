import { expect } from '@jest/globals';
import {
  AuditServiceService,
  CompareReadModelsRequest,
  GetBalanceRequest,
  ReportServiceService,
  VerifyStreamRequest,
} from '#contracts';
import { lotsOf, type Sight, sumOf, transactions, viewer } from './answers.ts';

/** What holds of every wallet at every time, whatever was done to it. */
export async function expectInvariants(sight: Sight): Promise<void> {
  await Promise.all([expectSound(sight), expectLotsWhole(sight), expectTabsWhole(sight)]);
}

/** Its history is whole (I14), and its read models are what history says (I15). */
async function expectSound({ client, walletId }: Sight): Promise<void> {
  const verify = VerifyStreamRequest.create({ walletId });
  const verified = await client.askResult(AuditServiceService.verifyStream, verify, viewer);
  expect(verified).toMatchObject({ ok: true, revisionsVerified: verified.head?.revision });
  const compare = CompareReadModelsRequest.create({ walletId });
  const compared = await client.askResult(AuditServiceService.compareReadModels, compare, viewer);
  expect(compared.readModels.filter(({ differing }) => differing > 0n)).toEqual([]);
  expect(compared.ok).toBe(true);
  expect(compared.readModels.length).toBeGreaterThan(0);
}

/** I1: the parts of each lot are what it was made with. */
async function expectLotsWhole(sight: Sight): Promise<void> {
  for (const { terms, granted, pool, pockets, held, used, expired, voided } of await lotsOf(sight))
    expect([terms?.lotId, sumOf([pool, pockets, held, used, expired, voided])]).toEqual([
      terms?.lotId,
      granted,
    ]);
}

/** I16, P36: every row is in one tab, and the rows sum to the balance. */
async function expectTabsWhole(sight: Sight): Promise<void> {
  const { client, walletId, atLeastPosition } = sight;
  const tabs = ['USAGE', 'PURCHASE', 'LAPSED'] as const;
  const [all, ...parts] = await Promise.all([
    transactions(sight, {}),
    ...tabs.map((tab) => transactions(sight, { tab: `TRANSACTION_TAB_${tab}` })),
  ]);
  const inTabs = parts.flat().toSorted((a, b) => Number(BigInt(b.position) - BigInt(a.position)));
  expect(inTabs.map(({ position }) => position)).toEqual(all.map(({ position }) => position));
  const request = GetBalanceRequest.create({ walletId, atLeastPosition });
  const { balance } = await client.ask(ReportServiceService.getBalance, request, viewer);
  expect(sumOf(['0.00', ...all.map(({ amount }) => amount)])).toBe(balance);
}
