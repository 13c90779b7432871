import { Inject } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type * as wire from '#contracts';
import type { Policies } from '#ledger';
import type { CallContext } from '../../transport/call-context.ts';
import { GrpcController } from '../../transport/grpc-controller.ts';
import * as answers from './answers.ts';
import * as commands from './commands.ts';
import { QueryBus } from '@nestjs/cqrs';
import { GetWallet, ListWallets } from '#application';
import { pageAsked, readAt, readerOf } from '../../wire/reading.ts';
import { fromWallet } from './wallets.ts';
import { CallersCommands } from '../callers-commands.ts';

/** The policies of a tenant, under which its wallets stand where they have none of their own. */
export type PoliciesByTenant = (tenantId: string) => Policies;

/** Under what the host provides them. */
export const TENANT_POLICIES = Symbol('the policies of tenants');

/** Opens and closes wallets, and puts credit in or takes it out. */
@GrpcController()
export class WalletController {
  readonly #commands: CallersCommands;
  readonly #queries: QueryBus;
  readonly #tenantPolicies: PoliciesByTenant;

  constructor(
    commands: CallersCommands,
    queries: QueryBus,
    @Inject(TENANT_POLICIES) tenantPolicies: PoliciesByTenant,
  ) {
    this.#commands = commands;
    this.#queries = queries;
    this.#tenantPolicies = tenantPolicies;
  }

  @GrpcMethod('WalletService')
  async openWallet(
    request: wire.OpenWalletRequest,
    call: CallContext,
  ): Promise<wire.OpenWalletResponse> {
    const done = await this.#commands.wallet(request, commands.toOpenWallet(request), call);
    return answers.opened(request.walletId, done, this.#tenantPolicies(call.caller.tenant));
  }

  @GrpcMethod('WalletService')
  async changePolicy(
    request: wire.ChangePolicyRequest,
    call: CallContext,
  ): Promise<wire.ChangePolicyResponse> {
    const done = await this.#commands.wallet(request, commands.toChangePolicy(request), call);
    return answers.policyChanged(done, this.#tenantPolicies(call.caller.tenant));
  }

  @GrpcMethod('WalletService')
  async closeWallet(
    request: wire.CloseWalletRequest,
    call: CallContext,
  ): Promise<wire.CloseWalletResponse> {
    return answers.closed(await this.#commands.wallet(request, { type: 'CloseWallet' }, call));
  }

  @GrpcMethod('WalletService')
  async grantCredits(
    request: wire.GrantCreditsRequest,
    call: CallContext,
  ): Promise<wire.GrantCreditsResponse> {
    return answers.granted(
      await this.#commands.wallet(request, commands.toGrantCredits(request), call),
    );
  }

  @GrpcMethod('WalletService')
  async recordPurchase(
    request: wire.RecordPurchaseRequest,
    call: CallContext,
  ): Promise<wire.RecordPurchaseResponse> {
    return answers.purchased(
      await this.#commands.wallet(request, commands.toRecordPurchase(request), call),
    );
  }

  @GrpcMethod('WalletService')
  async voidLot(request: wire.VoidLotRequest, call: CallContext): Promise<wire.VoidLotResponse> {
    return answers.voided(await this.#commands.wallet(request, commands.toVoidLot(request), call));
  }

  @GrpcMethod('WalletService')
  async moveExpiry(
    request: wire.MoveExpiryRequest,
    call: CallContext,
  ): Promise<wire.MoveExpiryResponse> {
    return answers.expiryMoved(
      await this.#commands.wallet(request, commands.toMoveExpiry(request), call),
    );
  }

  @GrpcMethod('WalletService')
  async writeOffDebt(
    request: wire.WriteOffDebtRequest,
    call: CallContext,
  ): Promise<wire.WriteOffDebtResponse> {
    return answers.debtWrittenOff(
      await this.#commands.wallet(request, commands.toWriteOffDebt(request), call),
    );
  }

  @GrpcMethod('WalletService')
  async getWallet(
    request: wire.GetWalletRequest,
    call: CallContext,
  ): Promise<wire.GetWalletResponse> {
    const { walletId } = request;
    const told = await this.#queries.execute(new GetWallet({ walletId }, readerOf(call, request)));
    return { wallet: fromWallet(told.wallet), readAt: readAt(told) };
  }

  @GrpcMethod('WalletService')
  async listWallets(
    request: wire.ListWalletsRequest,
    call: CallContext,
  ): Promise<wire.ListWalletsResponse> {
    const { wallets } = call.caller;
    const asked = { ...pageAsked(request), walletIds: wallets === '*' ? wallets : [...wallets] };
    const told = await this.#queries.execute(new ListWallets(asked, readerOf(call, request)));
    return {
      wallets: told.items.map(fromWallet),
      nextPageToken: told.nextPageToken ?? '',
      readAt: readAt(told),
    };
  }
}
