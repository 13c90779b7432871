import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AskCatalogHandler, AskWalletHandler, Ledger } from '#application';
import type { Policies } from '#ledger';
import type { Assembly } from './assembly.ts';
import { CallersAsking } from './grpc/controllers/asking.ts';
import { CatalogController } from './grpc/controllers/catalog-controller.ts';
import { HoldController } from './grpc/controllers/hold-controller.ts';
import { MemberController } from './grpc/controllers/member-controller.ts';
import { RequestController } from './grpc/controllers/request-controller.ts';
import { UsageController } from './grpc/controllers/usage-controller.ts';
import { TENANT_POLICIES, WalletController } from './grpc/controllers/wallet-controller.ts';
import { GRPC_LIMITS, type GrpcLimits } from './grpc/limits.ts';

@Module({})
class AppModule {}

/** The controllers, the handlers they ask, and what those stand on. */
export function appModule({
  assembly,
  limits,
  tenantPolicies,
}: {
  readonly assembly: Assembly;
  readonly limits: GrpcLimits;
  readonly tenantPolicies: (tenantId: string) => Policies;
}): DynamicModule {
  return {
    module: AppModule,
    imports: [CqrsModule.forRoot()],
    controllers: [
      WalletController,
      UsageController,
      HoldController,
      MemberController,
      RequestController,
      CatalogController,
    ],
    providers: [
      { provide: Ledger, useValue: assembly.ledger },
      { provide: GRPC_LIMITS, useValue: limits },
      { provide: TENANT_POLICIES, useValue: tenantPolicies },
      AskWalletHandler,
      AskCatalogHandler,
      CallersAsking,
    ],
  };
}
