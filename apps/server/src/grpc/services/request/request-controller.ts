import { GrpcMethod } from '@nestjs/microservices';
import type * as wire from '#contracts';
import type { CallContext } from '../../transport/call-context.ts';
import { GrpcController } from '../../transport/grpc-controller.ts';
import * as answers from './answers.ts';
import * as commands from './commands.ts';
import { QueryBus } from '@nestjs/cqrs';
import { ListRequests } from '#application';
import { formatCredits } from '#ledger';
import { enumFrom } from '../../wire/enums.ts';
import { fromRequest } from './requests.ts';
import { pageAsked, readAt, readerOf } from '../../wire/reading.ts';
import { CallersCommands } from '../callers-commands.ts';

/** Members ask for credit, admins decide. */
@GrpcController()
export class RequestController {
  readonly #commands: CallersCommands;
  readonly #queries: QueryBus;

  constructor(commands: CallersCommands, queries: QueryBus) {
    this.#commands = commands;
    this.#queries = queries;
  }

  @GrpcMethod('RequestService')
  async requestCredits(
    request: wire.RequestCreditsRequest,
    call: CallContext,
  ): Promise<wire.RequestCreditsResponse> {
    const done = await this.#commands.wallet(request, commands.toRequestCredits(request), call);
    return answers.requested(request.note, done);
  }

  @GrpcMethod('RequestService')
  async withdrawRequest(
    request: wire.WithdrawRequestRequest,
    call: CallContext,
  ): Promise<wire.WithdrawRequestResponse> {
    return answers.withdrawn(
      await this.#commands.wallet(request, commands.toWithdrawRequest(request), call),
    );
  }

  @GrpcMethod('RequestService')
  async approveRequest(
    request: wire.ApproveRequestRequest,
    call: CallContext,
  ): Promise<wire.ApproveRequestResponse> {
    return answers.approved(
      await this.#commands.wallet(request, commands.toApproveRequest(request), call),
    );
  }

  @GrpcMethod('RequestService')
  async rejectRequest(
    request: wire.RejectRequestRequest,
    call: CallContext,
  ): Promise<wire.RejectRequestResponse> {
    return answers.rejected(
      await this.#commands.wallet(request, commands.toRejectRequest(request), call),
    );
  }

  @GrpcMethod('RequestService')
  async approveAllRequests(
    request: wire.ApproveAllRequestsRequest,
    call: CallContext,
  ): Promise<wire.ApproveAllRequestsResponse> {
    const done = await this.#commands.wallet(request, commands.toApproveAllRequests(request), call);
    return answers.allApproved(done, call.caller.actor);
  }

  @GrpcMethod('RequestService')
  async rejectAllRequests(
    request: wire.RejectAllRequestsRequest,
    call: CallContext,
  ): Promise<wire.RejectAllRequestsResponse> {
    const done = await this.#commands.wallet(request, commands.toRejectAllRequests(request), call);
    return answers.allRejected(done, call.caller.actor);
  }

  @GrpcMethod('RequestService')
  async listRequests(
    request: wire.ListRequestsRequest,
    call: CallContext,
  ): Promise<wire.ListRequestsResponse> {
    const { walletId, memberId } = request;
    const status = enumFrom('REQUEST_STATUS', request.status);
    const asked = { walletId, memberId, status, ...pageAsked(request) };
    const told = await this.#queries.execute(new ListRequests(asked, readerOf(call, request)));
    const written = (amount: bigint): string => formatCredits(amount, told.scale);
    const { available, total, remaining } = told.projected;
    return {
      requests: told.items.map((item) => fromRequest(item, told.scale)),
      pendingCount: told.pendingCount,
      totalRequested: written(told.totalRequested),
      projected: call.isOwnOnly
        ? undefined
        : { available: written(available), total: written(total), remaining: written(remaining) },
      nextPageToken: told.nextPageToken ?? '',
      readAt: readAt(told),
    };
  }
}
