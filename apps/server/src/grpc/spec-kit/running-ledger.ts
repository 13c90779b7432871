import 'reflect-metadata';
import { credentials, type Metadata } from '@grpc/grpc-js';
import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import {
  EmbeddedEventStore,
  EmbeddedReadModelStore,
  EmbeddedSnapshotStore,
  EmbeddedTextKeyStore,
  ManualClock,
  SystemRandomness,
  SystemTimer,
} from '#adapters';
import {
  SubmitToCatalogHandler,
  SubmitToWalletHandler,
  SubmitToWalletsHandler,
  ErasePersonHandler,
  type Auditor,
  Freshness,
  Ledger,
  ProjectionFollower,
  queryHandlers,
  Reading,
  type ReadingPorts,
  type ResultOf,
  runAuditJob,
} from '#application';
import { follow, type Instant } from '#eventsourcing';
import { DEFAULT_POLICIES } from '#ledger';
import { Unauthenticated } from '../../identity/unauthenticated.ts';
import type { Verifier } from '../transport/admission.ts';
import { allControllers } from '../services/all-controllers.ts';
import { CallersCommands } from '../services/callers-commands.ts';
import { MOVABLE_CLOCK } from '../services/clock/clock-controller.ts';
import { TENANT_POLICIES } from '../services/wallet/wallet-controller.ts';
import { GrpcTransport } from '../transport/grpc-transport.ts';
import { defaultLimits, GRPC_LIMITS, type GrpcLimits } from '../transport/limits.ts';
import { readAt } from '../wire/reading.ts';
import { callerOf } from './callers.ts';

@Module({})
class SpecModule {}

export interface RunningOptions {
  readonly directory: string;
  readonly limits?: Partial<GrpcLimits>;
  /** In the place of the handler that asks the ledger. */
  readonly askWalletHandler?: Type;
  readonly controllers?: Type[];
  /** In the place of the log, told of errors. */
  readonly told?: (error: unknown) => void;
  /** When the tokens end that are verified now, in milliseconds since 1970. */
  readonly expiresAtMs?: () => number;
  /** What each audit waits for. */
  readonly beforeAudit?: () => Promise<void>;
}

/** The whole ledger on embedded engines behind its transport, in one process, on a fixed clock. */
export async function runLedger({ directory, ...options }: RunningOptions) {
  const engines = await openEngines(directory, options.beforeAudit);
  const limits = { ...defaultLimits, ...options.limits };
  const { timer } = engines.ports;
  const transport = new GrpcTransport({
    address: '127.0.0.1:0',
    verifier: verifying(options.expiresAtMs),
    limits,
    timer,
    readAt: () => readAt(new Reading(engines.ports).place),
  });
  const app = await NestFactory.createMicroservice(moduleOf(engines.ports, limits, options), {
    strategy: transport,
    logger: options.told === undefined ? false : logTelling(options.told),
    abortOnError: false,
  });
  try {
    await app.listen();
  } catch (error) {
    await engines.close();
    throw error;
  }
  return {
    transport,
    address: `127.0.0.1:${transport.port}`,
    async close() {
      await app.close();
      await engines.close();
    },
  };
}

const tenantPolicies = () => DEFAULT_POLICIES;

async function openEngines(directory: string, beforeAudit = async (): Promise<void> => undefined) {
  const [events, readModels, snapshots] = await Promise.all([
    EmbeddedEventStore.open(directory),
    EmbeddedReadModelStore.open(directory),
    EmbeddedSnapshotStore.open(directory),
  ]);
  const randomness = new SystemRandomness();
  const textKeys = EmbeddedTextKeyStore.open(directory, randomness);
  const timer = new SystemTimer();
  const clock = ManualClock.open(`${directory}/clock`, noon);
  const ledger = new Ledger(
    { events, snapshots, textKeys, randomness, clock, timer },
    { tenantPolicies, writersMax: 100, rememberedMax: 100_000 },
  );
  const freshness = new Freshness();
  const stop = new AbortController();
  const news = {
    moved: (_follower: string, position: bigint) => freshness.moved(position),
    failed: () => undefined,
  };
  const projections = new ProjectionFollower(events, readModels);
  const following = follow(projections, { events, timer, news, signal: stop.signal });
  const audited = { events, readModels, snapshots, tenantPolicies };
  const auditor: Auditor = {
    async run(job, { told }) {
      await beforeAudit();
      return (await runAuditJob(job, audited, told)) as ResultOf<typeof job>;
    },
  };
  const places = { events, snapshots, readModels, freshness, ledger };
  return {
    ports: { ...places, clock, timer, tenantPolicies, auditor, personTold: () => undefined },
    async close() {
      stop.abort();
      await following;
      await events.close();
      await Promise.all([readModels.close(), snapshots.close()]);
      textKeys.close();
      clock.close();
    },
  };
}

const moduleOf = (
  ports: ReadingPorts,
  limits: GrpcLimits,
  {
    controllers = allControllers,
    askWalletHandler = SubmitToWalletHandler,
  }: Partial<RunningOptions>,
): DynamicModule => ({
  module: SpecModule,
  imports: [CqrsModule.forRoot()],
  controllers,
  providers: [
    { provide: Ledger, useValue: ports.ledger },
    { provide: Reading, useValue: new Reading(ports) },
    { provide: GRPC_LIMITS, useValue: limits },
    { provide: TENANT_POLICIES, useValue: tenantPolicies },
    { provide: MOVABLE_CLOCK, useValue: null },
    CallersCommands,
    askWalletHandler,
    SubmitToWalletsHandler,
    SubmitToCatalogHandler,
    ErasePersonHandler,
    ...queryHandlers,
  ],
});

const logTelling = (error: (error: unknown) => void) => ({
  log: () => undefined,
  warn: () => undefined,
  error,
});

const verifying = (expiresAtMs = () => Infinity): Verifier => ({
  verify(token) {
    const caller = callerOf(token);
    if (caller === undefined) throw new Unauthenticated('It is no token of these specs.');
    return { ...caller, expiresAtMs: expiresAtMs() };
  },
});

const noon = '2026-03-01T12:00:00.000000000Z' as Instant;

export const plain = credentials.createInsecure();

/** Makes a call of a generated client, as a promise. */
export const unaryCall = <Request, Response>(
  call: (
    request: Request,
    metadata: Metadata,
    options: { readonly deadline?: number },
    callback: (error: Error | null, response: Response) => void,
  ) => unknown,
  request: Request,
  { metadata, ...options }: { readonly metadata: Metadata; readonly deadline?: number },
): Promise<Response> =>
  new Promise((resolve, reject) => {
    call(request, metadata, options, (error, response) =>
      error === null ? resolve(response) : reject(error),
    );
  });
