import { walletStream } from '#ledger';
import { listRequests, type RequestsAnswer, type RequestsQuery } from '#read-models';
import { openRequest } from '../open-texts.ts';
import { answering } from './answering.ts';
import { LedgerQuery } from './ledger-query.ts';

export class ListRequests extends LedgerQuery<RequestsQuery, RequestsAnswer> {}

export const listRequestsHandler = answering(ListRequests, async (reading, asked, at) => {
  const answer = await reading.fromDocuments((reads) => listRequests(reads, asked, at));
  const open = openRequest(reading, walletStream(asked.tenantId, asked.walletId));
  return { ...answer, items: answer.items.map(open) };
});
