import { GrpcMethod } from '@nestjs/microservices';
import type * as wire from '#contracts';
import type { CallContext } from '../../transport/call-context.ts';
import { GrpcController } from '../../transport/grpc-controller.ts';
import * as answers from './answers.ts';
import * as commands from './commands.ts';
import { QueryBus } from '@nestjs/cqrs';
import { ListMembers } from '#application';
import { fromMember } from './members.ts';
import { pageAsked, readAt, readerOf } from '../../wire/reading.ts';
import { CallersCommands } from '../callers-commands.ts';

/** Adds and removes members, gives them credit of their own, and limits what they spend. */
@GrpcController()
export class MemberController {
  readonly #commands: CallersCommands;
  readonly #queries: QueryBus;

  constructor(commands: CallersCommands, queries: QueryBus) {
    this.#commands = commands;
    this.#queries = queries;
  }

  @GrpcMethod('MemberService')
  async addMember(
    request: wire.AddMemberRequest,
    call: CallContext,
  ): Promise<wire.AddMemberResponse> {
    return answers.memberAdded(
      await this.#commands.wallet(request, commands.toAddMember(request), call),
    );
  }

  @GrpcMethod('MemberService')
  async removeMember(
    request: wire.RemoveMemberRequest,
    call: CallContext,
  ): Promise<wire.RemoveMemberResponse> {
    return answers.memberRemoved(
      await this.#commands.wallet(request, commands.toRemoveMember(request), call),
    );
  }

  @GrpcMethod('MemberService')
  async setCap(request: wire.SetCapRequest, call: CallContext): Promise<wire.SetCapResponse> {
    const command = commands.toSetCap(request);
    return answers.capSet(command, await this.#commands.wallet(request, command, call));
  }

  @GrpcMethod('MemberService')
  async allocateCredits(
    request: wire.AllocateCreditsRequest,
    call: CallContext,
  ): Promise<wire.AllocateCreditsResponse> {
    return answers.allocated(
      await this.#commands.wallet(request, commands.toAllocation(request), call),
    );
  }

  @GrpcMethod('MemberService')
  async recallAllocation(
    request: wire.RecallAllocationRequest,
    call: CallContext,
  ): Promise<wire.RecallAllocationResponse> {
    return answers.recalled(
      request.memberId,
      await this.#commands.wallet(request, commands.toRecallAllocation(request), call),
    );
  }

  @GrpcMethod('MemberService')
  async listMembers(
    request: wire.ListMembersRequest,
    call: CallContext,
  ): Promise<wire.ListMembersResponse> {
    const { walletId, includeRemoved } = request;
    const asked = { walletId, includeRemoved, ...pageAsked(request) };
    const told = await this.#queries.execute(new ListMembers(asked, readerOf(call, request)));
    return {
      members: told.items.map((member) => fromMember(member, told.scale)),
      nextPageToken: told.nextPageToken ?? '',
      readAt: readAt(told),
    };
  }
}
