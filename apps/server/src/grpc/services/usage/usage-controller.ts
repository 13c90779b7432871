import { Inject, Logger } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type * as wire from '#contracts';
import type { CallContext } from '../../transport/call-context.ts';
import { GrpcController } from '../../transport/grpc-controller.ts';
import { inOrder } from '../../transport/in-order.ts';
import { GRPC_LIMITS, type GrpcLimits } from '../../transport/limits.ts';
import { isForTheLog } from '../../transport/refusals/for-the-log.ts';
import { statusOf } from '../../transport/refusals/status-of.ts';
import type { Sent } from '../../transport/streaming-call.ts';
import { isEntityId } from '../../transport/validation/predicates.ts';
import { requireWellFormed } from './usage-record.ts';
import { consumed, recorded, reversed } from './answers.ts';
import { toConsumeCredits, toRecordUsage, toReverseConsumption, usageIn } from './commands.ts';
import { QueryBus } from '@nestjs/cqrs';
import { QuoteUsage, Reading, type WalletSubmission, type WalletDone } from '#application';
import { fromQuote } from './quotes.ts';
import { readAt, readerOf } from '../../wire/reading.ts';
import { submittedBy, CallersCommands } from '../callers-commands.ts';

/** Spends credit, records what was used, and takes it back. */
@GrpcController()
export class UsageController {
  readonly #commands: CallersCommands;
  readonly #queries: QueryBus;
  readonly #reading: Reading;
  readonly #limits: GrpcLimits;
  readonly #logger = new Logger(UsageController.name);

  constructor(
    commands: CallersCommands,
    queries: QueryBus,
    reading: Reading,
    @Inject(GRPC_LIMITS) limits: GrpcLimits,
  ) {
    this.#reading = reading;
    this.#commands = commands;
    this.#queries = queries;
    this.#limits = limits;
  }

  @GrpcMethod('UsageService')
  async consumeCredits(
    request: wire.ConsumeCreditsRequest,
    call: CallContext,
  ): Promise<wire.ConsumeCreditsResponse> {
    return consumed(await this.#commands.wallet(request, toConsumeCredits(request), call));
  }

  @GrpcMethod('UsageService')
  async recordUsage(
    request: wire.RecordUsageRequest,
    call: CallContext,
  ): Promise<wire.RecordUsageResponse> {
    return recorded(await this.#commands.wallet(request, toRecordUsage(request), call));
  }

  @GrpcMethod('UsageService')
  async reverseConsumption(
    request: wire.ReverseConsumptionRequest,
    call: CallContext,
  ): Promise<wire.ReverseConsumptionResponse> {
    return reversed(await this.#commands.wallet(request, toReverseConsumption(request), call));
  }

  /** All at once: a wallet takes what it is asked in the order in which it is asked. */
  @GrpcMethod('UsageService')
  async batchRecordUsage(
    { records, dryRun }: wire.BatchRecordUsageRequest,
    call: CallContext,
  ): Promise<wire.BatchRecordUsageResponse> {
    call.places.take('records', records.length);
    const faults = records.map((record) => faultOf(record, call));
    const sound = records.filter((_, index) => faults[index] === null);
    const results = await this.#commands.wallets(
      sound.map((record) => submissionOf(record, dryRun, call)),
    );
    let next = 0;
    const outcomes = records.map((record, index) => {
      const result = faults[index] === null ? results[next++] : undefined;
      return result === undefined
        ? this.#refused(record, faults[index])
        : this.#told(record, result);
    });
    return { outcomes };
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
          ? this.#outcomeInTurn(record, call)
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

  async #outcomeInTurn(record: wire.UsageRecord, call: CallContext): Promise<wire.UsageOutcome> {
    try {
      call.places.take('records');
    } catch (error) {
      return this.#refused(record, error);
    }
    const outcome = await this.#outcome(record, call);
    call.places.giveBack('records');
    return outcome;
  }

  /** Never rejects: a record that cannot be recorded is no reason to leave out the others. */
  async #outcome(record: wire.UsageRecord, call: CallContext): Promise<wire.UsageOutcome> {
    const fault = faultOf(record, call);
    if (fault !== null) return this.#refused(record, fault);
    try {
      const keyed = { ...record, dryRun: false };
      const value = await this.#commands.wallet(keyed, toRecordUsage(record), call);
      return this.#told(record, { status: 'fulfilled', value });
    } catch (error) {
      return this.#refused(record, error);
    }
  }

  #told(record: wire.UsageRecord, result: PromiseSettledResult<WalletDone>): wire.UsageOutcome {
    if (result.status === 'rejected') return this.#refused(record, result.reason);
    try {
      return outcomeOf(record, { $case: 'recorded', value: recorded(result.value) });
    } catch (error) {
      return this.#refused(record, error);
    }
  }

  #refused(record: wire.UsageRecord, error: unknown): wire.UsageOutcome {
    const status = statusOf(error, { ...record }, readAt(this.#reading.place));
    if (isForTheLog(status)) this.#logger.error(error);
    return outcomeOf(record, { $case: 'refused', value: status });
  }
}

/** What keeps a record from being submitted, whatever its neighbours are like; `null` is nothing. */
function faultOf(record: wire.UsageRecord, call: CallContext): Error | null {
  try {
    if (isEntityId(record.walletId)) call.requireWallet(record.walletId);
    requireWellFormed(record);
    return null;
  } catch (error) {
    return error as Error;
  }
}

const submissionOf = (
  record: wire.UsageRecord,
  dryRun: boolean,
  call: CallContext,
): WalletSubmission => ({
  walletId: record.walletId,
  command: toRecordUsage(record),
  by: submittedBy({ idempotencyKey: record.idempotencyKey, dryRun }, call),
});

const outcomeOf = (
  record: wire.UsageRecord | undefined,
  outcome: wire.UsageOutcome['outcome'] | null,
): wire.UsageOutcome => ({
  walletId: record?.walletId ?? '',
  consumptionId: record?.consumptionId ?? '',
  outcome: outcome ?? undefined,
});
