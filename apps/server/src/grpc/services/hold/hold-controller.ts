import { GrpcMethod } from '@nestjs/microservices';
import type {
  CaptureHoldRequest,
  CaptureHoldResponse,
  ExtendHoldRequest,
  ExtendHoldResponse,
  GetHoldRequest,
  GetHoldResponse,
  PlaceHoldRequest,
  PlaceHoldResponse,
  ReleaseHoldRequest,
  ReleaseHoldResponse,
} from '#contracts';
import type { CallContext } from '../../transport/call-context.ts';
import { GrpcController } from '../../transport/grpc-controller.ts';
import { captured, extended, held, released } from './answers.ts';
import { toCaptureHold, toExtendHold, toPlaceHold, toReleaseHold } from './commands.ts';
import { QueryBus } from '@nestjs/cqrs';
import { GetHold } from '#application';
import { fromHold } from './holds.ts';
import { readAt, readerOf } from '../../wire/reading.ts';
import { CallersCommands } from '../callers-commands.ts';

/** Reserves credit, and captures or releases what was reserved. */
@GrpcController()
export class HoldController {
  readonly #commands: CallersCommands;
  readonly #queries: QueryBus;

  constructor(commands: CallersCommands, queries: QueryBus) {
    this.#commands = commands;
    this.#queries = queries;
  }

  @GrpcMethod('HoldService')
  async placeHold(request: PlaceHoldRequest, call: CallContext): Promise<PlaceHoldResponse> {
    return held(await this.#commands.wallet(request, toPlaceHold(request), call));
  }

  @GrpcMethod('HoldService')
  async captureHold(request: CaptureHoldRequest, call: CallContext): Promise<CaptureHoldResponse> {
    return captured(await this.#commands.wallet(request, toCaptureHold(request), call));
  }

  @GrpcMethod('HoldService')
  async extendHold(request: ExtendHoldRequest, call: CallContext): Promise<ExtendHoldResponse> {
    return extended(await this.#commands.wallet(request, toExtendHold(request), call));
  }

  @GrpcMethod('HoldService')
  async releaseHold(request: ReleaseHoldRequest, call: CallContext): Promise<ReleaseHoldResponse> {
    return released(await this.#commands.wallet(request, toReleaseHold(request), call));
  }

  @GrpcMethod('HoldService')
  async getHold(request: GetHoldRequest, call: CallContext): Promise<GetHoldResponse> {
    const { walletId, holdId } = request;
    const query = new GetHold({ walletId, holdId }, readerOf(call, request));
    const told = await this.#queries.execute(query);
    return { hold: fromHold(told.hold, told.scale), readAt: readAt(told) };
  }
}
