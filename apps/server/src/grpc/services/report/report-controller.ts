import { QueryBus } from '@nestjs/cqrs';
import { GrpcMethod } from '@nestjs/microservices';
import {
  GetMemberUsage,
  GetMonthlyUsage,
  GetUsageBreakdown,
  ListLots,
  ListTransactions,
  Reading,
} from '#application';
import type * as wire from '#contracts';
import { formatCredits } from '#ledger';
import type { CallContext } from '../../transport/call-context.ts';
import { GrpcController } from '../../transport/grpc-controller.ts';
import { toInstantOrUnset } from '../../wire/common.ts';
import { requiredEnumFrom } from '../../wire/enums.ts';
import { fromLot } from './lots.ts';
import { pageAsked, readAt, readerOf } from '../../wire/reading.ts';
import { toTab } from './tabs.ts';
import { fromTransaction } from './transactions.ts';
import { fromBreakdownRow, fromSums } from './usage-breakdown.ts';
import { balanceFor, balancesFor } from './balance-answers.ts';

const previousMonthsDefault = 3;

/** Answers balances, lots and history. */
@GrpcController()
export class ReportController {
  readonly #queries: QueryBus;
  readonly #reading: Reading;

  constructor(queries: QueryBus, reading: Reading) {
    this.#queries = queries;
    this.#reading = reading;
  }

  @GrpcMethod('ReportService')
  async getBalance(
    request: wire.GetBalanceRequest,
    call: CallContext,
  ): Promise<wire.GetBalanceResponse> {
    return balanceFor(this.#queries, request, call);
  }

  @GrpcMethod('ReportService')
  watchBalance(
    request: wire.WatchBalanceRequest,
    call: CallContext,
  ): AsyncIterable<wire.WatchBalanceResponse> {
    return balancesFor({ queries: this.#queries, reading: this.#reading }, request, call);
  }

  @GrpcMethod('ReportService')
  async listLots(request: wire.ListLotsRequest, call: CallContext): Promise<wire.ListLotsResponse> {
    const asked = {
      walletId: request.walletId,
      statuses: request.statuses.map((status) => requiredEnumFrom('LOT_STATUS', status)),
      kinds: request.kinds.map((kind) => requiredEnumFrom('LOT_KIND', kind)),
      ...pageAsked(request),
    };
    const told = await this.#queries.execute(new ListLots(asked, readerOf(call, request)));
    return {
      lots: told.items.map((lot) => fromLot(lot, told.scale)),
      nextPageToken: told.nextPageToken ?? '',
      readAt: readAt(told),
    };
  }

  @GrpcMethod('ReportService')
  async listTransactions(
    request: wire.ListTransactionsRequest,
    call: CallContext,
  ): Promise<wire.ListTransactionsResponse> {
    const asked = {
      walletId: request.walletId,
      tab: toTab(request.tab),
      kinds: request.kinds.map((kind) => requiredEnumFrom('TRANSACTION_KIND', kind)),
      memberId: request.memberId,
      resourceType: request.resourceType,
      resourceId: request.resourceId,
      occurredFrom: toInstantOrUnset(request.occurredFrom),
      occurredBefore: toInstantOrUnset(request.occurredBefore),
      ...pageAsked(request),
    };
    const told = await this.#queries.execute(new ListTransactions(asked, readerOf(call, request)));
    const shown = { scale: told.scale, isOwnOnly: call.isOwnOnly };
    return {
      transactions: told.items.map((row) => fromTransaction(row, shown)),
      nextPageToken: told.nextPageToken ?? '',
      readAt: readAt(told),
    };
  }

  @GrpcMethod('ReportService')
  async getMonthlyUsage(
    request: wire.GetMonthlyUsageRequest,
    call: CallContext,
  ): Promise<wire.GetMonthlyUsageResponse> {
    const { walletId, memberId, previousMonths = previousMonthsDefault } = request;
    const asked = { walletId, memberId, previousMonths };
    const told = await this.#queries.execute(new GetMonthlyUsage(asked, readerOf(call, request)));
    return {
      months: told.months.map(({ month, total, count, current }) => ({
        month,
        total: formatCredits(total, told.scale),
        count,
        current,
      })),
      readAt: readAt(told),
    };
  }

  @GrpcMethod('ReportService')
  async getMemberUsage(
    request: wire.GetMemberUsageRequest,
    call: CallContext,
  ): Promise<wire.GetMemberUsageResponse> {
    const { walletId, fromMonth, untilMonth, memberId } = request;
    const asked = { walletId, fromMonth, untilMonth, memberId, ...pageAsked(request) };
    const told = await this.#queries.execute(new GetMemberUsage(asked, readerOf(call, request)));
    const organisation = {
      organisationTotal: formatCredits(told.organisation.total, told.scale),
      organisationCount: told.organisation.count,
    };
    return {
      members: told.items.map(({ memberId, total, count, removed }) => ({
        memberId: memberId ?? undefined,
        total: formatCredits(total, told.scale),
        count,
        removed,
      })),
      ...(call.isOwnOnly ? {} : organisation),
      nextPageToken: told.nextPageToken ?? '',
      readAt: readAt(told),
    };
  }

  @GrpcMethod('ReportService')
  async getUsageBreakdown(
    request: wire.GetUsageBreakdownRequest,
    call: CallContext,
  ): Promise<wire.GetUsageBreakdownResponse> {
    const { walletId, fromDay, toDay, memberId } = request;
    const groupBy = request.groupBy.map((each) => requiredEnumFrom('USAGE_GROUPING', each));
    const asked = { walletId, groupBy, fromDay, toDay, memberId, ...pageAsked(request) };
    const told = await this.#queries.execute(new GetUsageBreakdown(asked, readerOf(call, request)));
    return {
      rows: told.items.map((row) => fromBreakdownRow(row, groupBy, told.scale)),
      total: fromSums(told.total, told.scale),
      nextPageToken: told.nextPageToken ?? '',
      readAt: readAt(told),
    };
  }
}
