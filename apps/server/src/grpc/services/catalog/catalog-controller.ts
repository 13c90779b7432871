import { GrpcMethod } from '@nestjs/microservices';
import type {
  GetRateCardRequest,
  GetRateCardResponse,
  PublishRateCardRequest,
  PublishRateCardResponse,
} from '#contracts';
import type { CallContext } from '../../transport/call-context.ts';
import { GrpcController } from '../../transport/grpc-controller.ts';
import { toPublishRateCard } from './commands.ts';
import { fromRateCard, published } from './rate-cards.ts';
import { QueryBus } from '@nestjs/cqrs';
import { GetRateCard } from '#application';
import { toInstantOrUnset } from '../../wire/common.ts';
import { readAt, readerOf } from '../../wire/reading.ts';
import { CallersCommands } from '../callers-commands.ts';

/** Publishes and answers the tenant's rate cards. */
@GrpcController()
export class CatalogController {
  readonly #commands: CallersCommands;
  readonly #queries: QueryBus;

  constructor(commands: CallersCommands, queries: QueryBus) {
    this.#commands = commands;
    this.#queries = queries;
  }

  @GrpcMethod('CatalogService')
  async publishRateCard(
    request: PublishRateCardRequest,
    call: CallContext,
  ): Promise<PublishRateCardResponse> {
    return published(await this.#commands.catalog(request, toPublishRateCard(request), call));
  }

  @GrpcMethod('CatalogService')
  async getRateCard(request: GetRateCardRequest, call: CallContext): Promise<GetRateCardResponse> {
    const asked = { version: request.version, at: toInstantOrUnset(request.at) };
    const told = await this.#queries.execute(new GetRateCard(asked, readerOf(call, request)));
    return {
      rateCard: told.rateCard === null ? undefined : fromRateCard(told.rateCard),
      readAt: readAt(told),
    };
  }
}
