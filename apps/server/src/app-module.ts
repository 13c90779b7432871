import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import {
  SubmitToCatalogHandler,
  SubmitToWalletHandler,
  SubmitToWalletsHandler,
  ErasePersonHandler,
  Ledger,
  queryHandlers,
  Reading,
  type ReadingPorts,
} from '#application';
import { allControllers } from './grpc/services/all-controllers.ts';
import { CallersCommands } from './grpc/services/callers-commands.ts';
import { MOVABLE_CLOCK, type MovableClock } from './grpc/services/clock/clock-controller.ts';
import { TENANT_POLICIES } from './grpc/services/wallet/wallet-controller.ts';
import { GRPC_LIMITS, type GrpcLimits } from './grpc/transport/limits.ts';

@Module({})
class AppModule {}

/** The controllers of the public API, the handlers they ask, and what those stand on. */
export function appModule({
  ports,
  movableClock,
  limits,
}: {
  readonly ports: ReadingPorts;
  readonly movableClock: MovableClock | null;
  readonly limits: GrpcLimits;
}): DynamicModule {
  return {
    module: AppModule,
    imports: [CqrsModule.forRoot()],
    controllers: allControllers,
    providers: [
      { provide: Ledger, useValue: ports.ledger },
      { provide: Reading, useValue: new Reading(ports) },
      { provide: GRPC_LIMITS, useValue: limits },
      { provide: TENANT_POLICIES, useValue: ports.tenantPolicies },
      { provide: MOVABLE_CLOCK, useValue: movableClock },
      SubmitToWalletHandler,
      SubmitToWalletsHandler,
      SubmitToCatalogHandler,
      ErasePersonHandler,
      CallersCommands,
      ...queryHandlers,
    ],
  };
}
