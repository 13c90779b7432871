import {
  type CreditRequest,
  GetBalanceRequest,
  type GetBalanceResponse,
  GetMemberUsageRequest,
  type GetMemberUsageResponse,
  GetMonthlyUsageRequest,
  ListLotsRequest,
  ListRequestsRequest,
  ListTransactionsRequest,
  type Lot,
  type MonthUsage,
  ReportServiceService,
  RequestServiceService,
  type RequestStatus,
  type Transaction,
  type TransactionTab,
} from '#contracts';
import type { Caller } from './client.ts';

type Balance = Parameters<typeof GetBalanceRequest.create>[0];

const PAGE_SIZE_MAX = 500;

export const balanceOf = (caller: Caller, request: Balance): Promise<GetBalanceResponse> =>
  caller.ask(ReportServiceService.getBalance, GetBalanceRequest.create(request));

export async function lotsOf(caller: Caller, walletId: string): Promise<ReadonlyMap<string, Lot>> {
  const { lots } = await caller.ask(
    ReportServiceService.listLots,
    ListLotsRequest.create({ walletId }),
  );
  return new Map(lots.map((lot) => [lot.terms?.lotId ?? '', lot]));
}

export async function monthsOf(caller: Caller, walletId: string): Promise<readonly MonthUsage[]> {
  const { months } = await caller.ask(
    ReportServiceService.getMonthlyUsage,
    GetMonthlyUsageRequest.create({ walletId }),
  );
  return months;
}

export const memberUsageOf = (caller: Caller, walletId: string): Promise<GetMemberUsageResponse> =>
  caller.ask(
    ReportServiceService.getMemberUsage,
    GetMemberUsageRequest.create({ walletId, pageSize: PAGE_SIZE_MAX }),
  );

/** The newest rows of a tab. */
export async function transactionsOf(
  caller: Caller,
  walletId: string,
  tab: TransactionTab,
  pageSize = PAGE_SIZE_MAX,
): Promise<readonly Transaction[]> {
  const { transactions } = await caller.ask(
    ReportServiceService.listTransactions,
    ListTransactionsRequest.create({ walletId, tab, pageSize }),
  );
  return transactions;
}

export async function requestsOf(
  caller: Caller,
  walletId: string,
  status: RequestStatus,
): Promise<readonly CreditRequest[]> {
  const { requests } = await caller.ask(
    RequestServiceService.listRequests,
    ListRequestsRequest.create({ walletId, status }),
  );
  return requests;
}
