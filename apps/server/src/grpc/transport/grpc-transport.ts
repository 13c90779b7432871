import {
  Server as GrpcServer,
  ServerCredentials,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { type CustomTransportStrategy, Server, Transport } from '@nestjs/microservices';
import type { ReadAt } from '#contracts';
import type { Timer } from '#eventsourcing';
import type { Verifier } from './admission.ts';
import { rpcsOpenToAnyone } from './anonymous-calls.ts';
import { type GrpcLimits, serverOptionsOf } from './limits.ts';
import { type SharedLimits, sharedLimits } from './places.ts';
import { RefusedTokens } from './refused-tokens.ts';
import { bound, type Handler, type Rpc, type ServiceRpcs } from './rpc.ts';
import { guardConnections, limitSessions } from './sessions.ts';
import { StandardServices } from './standard-services.ts';
import { bidirectional, serverStreaming } from './streaming-call.ts';
import type { TransportSurroundings } from './surroundings.ts';
import { unary } from './unary-call.ts';

export interface GrpcTransportOptions {
  /** For example "0.0.0.0:50051"; port 0 takes any. */
  readonly address: string;
  readonly verifier: Verifier;
  readonly limits: GrpcLimits;
  readonly timer: Timer;
  /** How far the read models are. */
  readonly readAt: () => ReadAt;
  /** Without them the server speaks plain HTTP/2, for a proxy that does the rest. */
  readonly credentials?: ServerCredentials | undefined;
}

/**
 * Serves Nest's controllers by gRPC. Every call goes through one place that knows the caller, the
 * access table, the wallets of its claim, the form of its request and how it ends.
 */
export class GrpcTransport extends Server implements CustomTransportStrategy {
  override readonly transportId = Transport.GRPC;
  readonly #options: GrpcTransportOptions;
  readonly #server: GrpcServer;
  readonly #standard: StandardServices;
  readonly #stopping = new AbortController();
  readonly #limits: SharedLimits;
  #port = 0;

  constructor(options: GrpcTransportOptions) {
    super();
    this.#options = options;
    this.#limits = sharedLimits(options.limits.atOnce);
    this.#standard = new StandardServices(this.#limits);
    this.#server = new GrpcServer(serverOptionsOf(options.limits));
    limitSessions(this.#server, options.limits);
  }

  /** The port it listens on. */
  get port(): number {
    return this.#port;
  }

  /** The calls that are being answered. */
  get callsInFlight(): number {
    return this.#limits.calls.count;
  }

  /** What grpc.health.v1 answers. It does not serve until the host says so. */
  setServing(isServing: boolean): void {
    this.#standard.setServing(isServing);
  }

  listen(callback: (error?: unknown) => void): void {
    this.#start().then(
      () => callback(),
      (error: unknown) => callback(error),
    );
  }

  /** Takes no more calls, and gives those in flight a bounded time to end. */
  async close(): Promise<void> {
    const { timer, limits } = this.#options;
    this.setServing(false);
    this.#stopping.abort();
    this.#standard.endStreams();
    const waited = new AbortController();
    const drained = new Promise<void>((resolve) => {
      this.#server.tryShutdown(() => resolve());
    });
    const late = timer.sleep(limits.drainMsMax, waited.signal).catch(() => undefined);
    await Promise.race([drained, late]);
    waited.abort();
    this.#server.forceShutdown();
  }

  on(): never {
    throw new Error('The gRPC transport has no events.');
  }

  unwrap(): never {
    throw new Error('The gRPC transport keeps its server to itself.');
  }

  async #start(): Promise<void> {
    const { timer } = this.#options;
    const refused = new RefusedTokens((line) => void this.logger.warn(line), timer);
    const surroundings: TransportSurroundings = {
      verifier: this.#options.verifier,
      limits: this.#limits,
      waitMsMax: this.#options.limits.waitMsMax,
      stopping: this.#stopping.signal,
      logBug: (rpc, error) => void this.logger.error(error, rpc),
      logRefusedToken: (reason, address) => refused.tell(reason, address),
      readAt: this.#options.readAt,
    };
    for (const rpcs of bound(this.#handlers())) await this.#serve(rpcs, surroundings);
    this.#standard.addTo(this.#server);
    this.#port = await this.#bind();
    guardConnections(this.#server, this.#limits.connections);
  }

  // Nest knows a handler by the JSON of its service and RPC.
  #handlers(): ReadonlyMap<string, Handler> {
    return new Map(
      [...this.messageHandlers].map(([pattern, handler]) => {
        const { service, rpc } = JSON.parse(pattern) as Readonly<Record<string, string>>;
        return [`${service}/${rpc}`, handler] as const;
      }),
    );
  }

  async #serve(rpcs: ServiceRpcs, surroundings: TransportSurroundings): Promise<void> {
    const definition = Object.fromEntries(
      Object.entries(rpcs).map(([name, rpc]) => [name, rpc.definition]),
    );
    const implementation = Object.fromEntries(
      Object.entries(rpcs).map(([name, rpc]) => [name, served(rpc, surroundings)]),
    ) as UntypedServiceImplementation;
    const open = await rpcsOpenToAnyone(implementation);
    if (open.length > 0) throw new Error(`Anyone may call ${open.join(', ')}.`);
    this.#server.addService(definition, implementation);
  }

  #bind(): Promise<number> {
    const { address, credentials } = this.#options;
    return new Promise((resolve, reject) => {
      this.#server.bindAsync(
        address,
        credentials ?? ServerCredentials.createInsecure(),
        (error, port) => (error === null ? resolve(port) : reject(error)),
      );
    });
  }
}

function served(rpc: Rpc, surroundings: TransportSurroundings) {
  const { requestStream, responseStream } = rpc.definition;
  if (requestStream) return bidirectional(rpc, surroundings);
  return responseStream ? serverStreaming(rpc, surroundings) : unary(rpc, surroundings);
}
