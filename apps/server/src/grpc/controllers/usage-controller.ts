import { Inject, Logger } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type * as wire from '#contracts';
import type { CallContext } from '../call-context.ts';
import { GrpcController } from '../grpc-controller.ts';
import { inOrder } from '../in-order.ts';
import { GRPC_LIMITS, type GrpcLimits } from '../limits.ts';
import { isBug, statusOf } from '../refusals/status-of.ts';
import type { Sent } from '../streaming-call.ts';
import { consumed, recorded, reversed } from '../wire/usage-answers.ts';
import {
  toConsumeCredits,
  toRecordUsage,
  toReverseConsumption,
  usageIn,
} from '../wire/usage-commands.ts';
import { QueryBus } from '@nestjs/cqrs';
import { QuoteUsage } from '#application';
import { fromQuote } from '../wire/quotes.ts';
import { readerOf } from '../wire/reading.ts';
import { CallersAsking } from './asking.ts';

/** Spends credit, records what was used, and takes it back. */
@GrpcController()
export class UsageController {
  readonly #ask: CallersAsking;
  readonly #queries: QueryBus;
  readonly #limits: GrpcLimits;
  readonly #logger = new Logger(UsageController.name);

  constructor(ask: CallersAsking, queries: QueryBus, @Inject(GRPC_LIMITS) limits: GrpcLimits) {
    this.#ask = ask;
    this.#queries = queries;
    this.#limits = limits;
  }

  @GrpcMethod('UsageService')
  async consumeCredits(
    request: wire.ConsumeCreditsRequest,
    call: CallContext,
  ): Promise<wire.ConsumeCreditsResponse> {
    return consumed(await this.#ask.wallet(request, toConsumeCredits(request), call));
  }

  @GrpcMethod('UsageService')
  async recordUsage(
    request: wire.RecordUsageRequest,
    call: CallContext,
  ): Promise<wire.RecordUsageResponse> {
    return recorded(await this.#ask.wallet(request, toRecordUsage(request), call));
  }

  @GrpcMethod('UsageService')
  async reverseConsumption(
    request: wire.ReverseConsumptionRequest,
    call: CallContext,
  ): Promise<wire.ReverseConsumptionResponse> {
    return reversed(await this.#ask.wallet(request, toReverseConsumption(request), call));
  }

  /** All at once: a wallet takes what it is asked in the order in which it is asked. */
  @GrpcMethod('UsageService')
  async batchRecordUsage(
    { records, dryRun }: wire.BatchRecordUsageRequest,
    call: CallContext,
  ): Promise<wire.BatchRecordUsageResponse> {
    const outcomes = records.map((record) => this.#outcome(record, dryRun, call));
    return { outcomes: await Promise.all(outcomes) };
  }

  @GrpcMethod('UsageService')
  async *streamUsage(
    sent: AsyncIterable<Sent<wire.StreamUsageRequest>>,
    call: CallContext,
  ): AsyncIterable<wire.StreamUsageResponse> {
    const outcomes = inOrder(sent, {
      lineOf: ({ message }) => message.record?.walletId ?? '',
      answer: ({ message: { record }, refused }) =>
        refused === null && record !== undefined
          ? this.#outcome(record, false, call)
          : Promise.resolve(outcomeOf(record, refused && { $case: 'refused', value: refused })),
      inFlightMax: this.#limits.recordsInFlightMax,
    });
    for await (const outcome of outcomes) yield { outcome };
  }

  @GrpcMethod('UsageService')
  async quoteUsage(
    request: wire.QuoteUsageRequest,
    call: CallContext,
  ): Promise<wire.QuoteUsageResponse> {
    const asked = { walletId: request.walletId, usage: usageIn(request) };
    const told = await this.#queries.execute(new QuoteUsage(asked, readerOf(call, request)));
    return fromQuote(told, request);
  }

  /** Never rejects: a record that cannot be recorded is no reason to leave out the others. */
  async #outcome(
    record: wire.UsageRecord,
    dryRun: boolean,
    call: CallContext,
  ): Promise<wire.UsageOutcome> {
    const { walletId, idempotencyKey } = record;
    try {
      call.requireWallet(walletId);
      const keyed = { walletId, idempotencyKey, dryRun };
      const done = await this.#ask.wallet(keyed, toRecordUsage(record), call);
      return outcomeOf(record, { $case: 'recorded', value: recorded(done) });
    } catch (error) {
      const status = statusOf(error, { ...record });
      if (isBug(status)) this.#logger.error(error);
      return outcomeOf(record, { $case: 'refused', value: status });
    }
  }
}

const outcomeOf = (
  record: wire.UsageRecord | undefined,
  outcome: wire.UsageOutcome['outcome'] | null,
): wire.UsageOutcome => ({
  walletId: record?.walletId ?? '',
  consumptionId: record?.consumptionId ?? '',
  outcome: outcome ?? undefined,
});
