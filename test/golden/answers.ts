import type { MethodDefinition } from '@grpc/grpc-js';
import {
  CatalogServiceService,
  GetBalanceRequest,
  GetHoldRequest,
  GetMemberUsageRequest,
  GetMonthlyUsageRequest,
  GetRateCardRequest,
  GetWalletRequest,
  HoldServiceService,
  ListLotsRequest,
  ListMembersRequest,
  ListRequestsRequest,
  ListTransactionsRequest,
  MemberServiceService,
  ReportServiceService,
  RequestServiceService,
  type Timestamp,
  WalletServiceService,
} from '#contracts';
import { secondsAndNanos } from '#ledger';
import { LedgerClient } from '../support/client.ts';
import { startServer } from '../support/server.ts';
import { day } from './stories/story.ts';

/** When everything is asked: nothing is due then that is not booked. */
export const ASKED_AT = day(91.1);

const WALLETS = ['week', 'corners', 'office', 'shop'] as const;
const TENTH_DAY: Timestamp = at(day(10));
const pageSize = 500;

function at(instant: ReturnType<typeof day>): Timestamp {
  const { seconds, nanos } = secondsAndNanos(instant);
  return { seconds, nanos };
}

/** What the server in a data folder answers to every question, by the question. */
export async function answersIn(data: string): Promise<Readonly<Record<string, unknown>>> {
  const server = await startServer({ data, clockFrom: ASKED_AT, ticker: false });
  const client = new LedgerClient(server);
  const answers: Record<string, unknown> = {};
  const ask = async <Request, Answer>(
    question: string,
    method: MethodDefinition<Request, Answer>,
    request: Request,
  ): Promise<void> => {
    answers[question] = plain(await client.ask(method, request, 'auditor'));
  };
  try {
    await ask('rate card', CatalogServiceService.getRateCard, GetRateCardRequest.create());
    for (const walletId of WALLETS) await askAbout(walletId, ask);
    await ask(
      'office: the hold of the fifth day',
      HoldServiceService.getHold,
      GetHoldRequest.create({ walletId: 'office', holdId: 'hold-5' }),
    );
    await ask(
      'shop: a hold that is open',
      HoldServiceService.getHold,
      GetHoldRequest.create({ walletId: 'shop', holdId: 'h1' }),
    );
    return answers;
  } finally {
    client.close();
    await server.stop();
  }
}

type Ask = <Request, Answer>(
  question: string,
  method: MethodDefinition<Request, Answer>,
  request: Request,
) => Promise<void>;

async function askAbout(walletId: string, ask: Ask): Promise<void> {
  const { getBalance, listTransactions, listLots } = ReportServiceService;
  const { getMonthlyUsage, getMemberUsage } = ReportServiceService;
  const of = (question: string): string => `${walletId}: ${question}`;
  const { getWallet } = WalletServiceService;
  await ask(of('wallet'), getWallet, GetWalletRequest.create({ walletId }));
  await ask(of('balance'), getBalance, GetBalanceRequest.create({ walletId }));
  const then = GetBalanceRequest.create({ walletId, effectiveAt: TENTH_DAY });
  await ask(of('balance on the tenth day'), getBalance, then);
  const rows = { walletId, pageSize };
  await ask(of('transactions'), listTransactions, ListTransactionsRequest.create(rows));
  await ask(of('lots'), listLots, ListLotsRequest.create(rows));
  const members = ListMembersRequest.create({ ...rows, includeRemoved: true });
  await ask(of('members'), MemberServiceService.listMembers, members);
  const requests = ListRequestsRequest.create(rows);
  await ask(of('requests'), RequestServiceService.listRequests, requests);
  await ask(of('usage by month'), getMonthlyUsage, GetMonthlyUsageRequest.create({ walletId }));
  await ask(of('usage by member'), getMemberUsage, GetMemberUsageRequest.create(rows));
}

// How fresh an answer is has nothing to do with what it says.
const plain = (answer: unknown): unknown =>
  JSON.parse(
    JSON.stringify(answer, (key, value: unknown) => {
      if (key === 'readAt') return undefined;
      if (typeof value === 'bigint') return String(value);
      return value instanceof Map ? (Object.fromEntries(value) as unknown) : value;
    }),
  );
