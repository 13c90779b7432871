import type { ServerOptions } from '@grpc/grpc-js';

/** How much of the server anyone can take. */
export interface GrpcLimits {
  /** Calls at once on one connection. */
  readonly concurrentStreamsMax: number;
  /** Calls at once in all; beyond it they are refused at once. */
  readonly callsInFlightMax: number;
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
  concurrentStreamsMax: 1_000,
  callsInFlightMax: 10_000,
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

/** grpc-js has no option for this one; Node refuses a stream whose headers are larger. */
export function limitMetadata(server: object, { metadataBytesMax }: GrpcLimits): void {
  const { commonServerOptions } = server as {
    commonServerOptions?: { settings?: { maxHeaderListSize?: number } };
  };
  if (commonServerOptions?.settings === undefined)
    throw new Error('This version of grpc-js keeps the settings of its sessions elsewhere.');
  commonServerOptions.settings.maxHeaderListSize = metadataBytesMax;
}
