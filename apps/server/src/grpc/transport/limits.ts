import type { ServerOptions } from '@grpc/grpc-js';

/**
 * How much of each there is at once for all callers together; the shares that a tenant and a caller
 * have of it are in `shared-limit.ts`. `docs/limits.md` has this table for operators, and a test
 * holds it to this one.
 */
export const atOnceDefaults = {
  /** Calls being answered, streams among them. */
  calls: 10_000,
  /** Calls whose answer is a stream. */
  streams: 5_000,
  /** WatchBalance, which is asked again whenever the read models move. */
  watchers: 2_000,
  /** Verifications, comparisons, exports and what is done for a person, also while they wait. */
  audits: 200,
  /** Questions with `at_least_position`. */
  waiting_queries: 2_000,
  /** Usage records of batches and streams that are not answered yet. */
  records: 30_000,
  /** Calls whose token is not known and being verified, by address. */
  verifications: 5_000,
  /** Streams of grpc.health.v1 and reflection, by address. */
  anonymous_streams: 200,
  /** By address. One too many is closed. */
  connections: 2_000,
} as const;

export type LimitName = keyof typeof atOnceDefaults;
export type AtOnce = Readonly<Record<LimitName, number>>;

/** How much of the server anyone can take. */
export interface GrpcLimits {
  readonly atOnce: AtOnce;
  /** Calls at once on one connection. */
  readonly concurrentStreamsMax: number;
  /**
   * How many calls a connection may cancel at once, and how many more each second. Whoever cancels
   * more loses the connection: to begin and cancel without end costs a client next to nothing.
   */
  readonly cancelledAtOnceMax: number;
  readonly cancelledPerSecondMax: number;
  /** Records of one stream that are begun and not yet answered. */
  readonly recordsInFlightMax: number;
  readonly messageBytesMax: number;
  readonly metadataBytesMax: number;
  readonly connectionAgeMsMax: number;
  readonly connectionAgeGraceMs: number;
  readonly connectionIdleMsMax: number;
  readonly keepaliveMs: number;
  readonly keepaliveTimeoutMs: number;
  /** How long a query waits for the read models where the call has no deadline. */
  readonly waitMsMax: number;
  /** How long calls in flight may take to finish once the server stops. */
  readonly drainMsMax: number;
}

/** Under what the host provides them to controllers. */
export const GRPC_LIMITS = Symbol('the limits of the gRPC server');

const minuteMs = 60_000;

export const defaultLimits: GrpcLimits = {
  atOnce: atOnceDefaults,
  concurrentStreamsMax: 1_000,
  cancelledAtOnceMax: 10_000,
  cancelledPerSecondMax: 500,
  recordsInFlightMax: 1_000,
  messageBytesMax: 4 * 1_024 * 1_024,
  metadataBytesMax: 16 * 1_024,
  connectionAgeMsMax: 60 * minuteMs,
  connectionAgeGraceMs: minuteMs,
  connectionIdleMsMax: 15 * minuteMs,
  keepaliveMs: minuteMs,
  keepaliveTimeoutMs: 20_000,
  waitMsMax: 10_000,
  drainMsMax: 10_000,
};

/** The limits that grpc-js keeps by itself. */
export const serverOptionsOf = (limits: GrpcLimits): ServerOptions => ({
  'grpc.max_concurrent_streams': limits.concurrentStreamsMax,
  'grpc.max_receive_message_length': limits.messageBytesMax,
  'grpc.max_connection_age_ms': limits.connectionAgeMsMax,
  'grpc.max_connection_age_grace_ms': limits.connectionAgeGraceMs,
  'grpc.max_connection_idle_ms': limits.connectionIdleMsMax,
  'grpc.keepalive_time_ms': limits.keepaliveMs,
  'grpc.keepalive_timeout_ms': limits.keepaliveTimeoutMs,
  'grpc.enable_channelz': 0,
});
