import { getHold, type HoldDocument, type HoldQuery, type WalletAnswer } from '#read-models';
import { walletStream } from '#ledger';
import { openHold } from '../open-texts.ts';
import { answering } from './answering.ts';
import { LedgerQuery } from './ledger-query.ts';

export class GetHold extends LedgerQuery<
  HoldQuery,
  WalletAnswer & { readonly hold: HoldDocument }
> {}

export const getHoldHandler = answering(GetHold, async (reading, asked, { now }) => {
  const answer = await reading.fromDocuments((reads) => getHold(reads, asked, now));
  const stream = walletStream(asked.tenantId, asked.walletId);
  return { ...answer, hold: openHold(reading, stream, answer.hold) };
});
