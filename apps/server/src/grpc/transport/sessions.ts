import type { Http2Server, IncomingHttpHeaders } from 'node:http2';
import type { Socket } from 'node:net';
import type { Server as GrpcServer } from '@grpc/grpc-js';
import { LimitReached } from './limit-reached.ts';
import type { GrpcLimits } from './limits.ts';
import type { SharedLimit } from './shared-limit.ts';

// What lies below gRPC, for which grpc-js has no options: this reaches into it, and says so where
// another version of it is built otherwise.

interface Inside {
  readonly commonServerOptions?: {
    settings?: { maxHeaderListSize?: number };
    streamResetBurst?: number;
    streamResetRate?: number;
  };
  readonly http2Servers?: ReadonlyMap<Http2Server, unknown>;
}

/** Bounds the metadata of a call, and how fast a connection may cancel its calls. */
export function limitSessions(server: GrpcServer, limits: GrpcLimits): void {
  const { commonServerOptions: options } = server as unknown as Inside;
  if (options?.settings === undefined)
    throw new Error('This version of grpc-js keeps the settings of its sessions elsewhere.');
  options.settings.maxHeaderListSize = limits.metadataBytesMax;
  options.streamResetBurst = limits.cancelledAtOnceMax;
  options.streamResetRate = limits.cancelledPerSecondMax;
}

/** Guards the connections of a server that has just been bound. */
export function guardConnections(server: GrpcServer, connections: SharedLimit): void {
  const { http2Servers } = server as unknown as Inside;
  if (http2Servers === undefined || http2Servers.size === 0)
    throw new Error('This version of grpc-js keeps its HTTP/2 servers elsewhere.');
  for (const http2 of http2Servers.keys()) {
    http2.prependListener('connection', (socket: Socket) => admitConnection(socket, connections));
    http2.prependListener('stream', showEveryAuthorization);
  }
}

function admitConnection(socket: Socket, connections: SharedLimit): void {
  const claimant = { tenant: null, caller: socket.remoteAddress ?? '' };
  try {
    connections.take(claimant);
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    socket.destroy();
    return;
  }
  socket.once('close', () => connections.giveBack(claimant));
}

/**
 * Of two authorizations Node shows the first. Whoever stands before the server may have looked at
 * the other one, so both are shown, and the call is refused for it.
 */
function showEveryAuthorization(
  ...[, headers, , raw]: [unknown, IncomingHttpHeaders, unknown, readonly string[]]
): void {
  const sent = raw.filter((_, index) => raw[index - 1] === 'authorization' && index % 2 === 1);
  if (sent.length > 1) (headers as Record<string, unknown>)['authorization'] = sent;
}
