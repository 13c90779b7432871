import { connect, type ClientHttp2Session } from 'node:http2';
import { frameOf, frames } from './frames.ts';
import type { LoadOrder, LoadResult } from './orders.ts';

// The load generator, a process of its own: plain HTTP/2 with frames prepared before the clock runs,
// so that it costs little beside what it measures.

const GRPC_OK = '0';

async function run(order: LoadOrder): Promise<LoadResult> {
  const prepared = Array.from({ length: order.calls }, (_, index) => frameOf(frames(order, index)));
  const sessions = Array.from({ length: order.connections }, () =>
    connect(`http://${order.address}`),
  );
  const headers = {
    ':method': 'POST',
    ':path': order.path,
    'content-type': 'application/grpc',
    te: 'trailers',
    authorization: `Bearer ${order.token}`,
  };
  const latencies = new Float64Array(order.calls);
  const failures = new Map<string, number>();
  let next = 0;
  const startedCpu = process.cpuUsage();
  const started = performance.now();
  const lane = async (session: ClientHttp2Session): Promise<void> => {
    while (next < prepared.length) {
      const index = next;
      next += 1;
      const sent = performance.now();
      const status = await call(session, headers, prepared[index] as Buffer);
      latencies[index] = performance.now() - sent;
      if (status !== GRPC_OK) failures.set(status, (failures.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(
    Array.from({ length: order.inFlight }, (_, index) =>
      lane(sessions[index % sessions.length] as ClientHttp2Session),
    ),
  );
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(startedCpu);
  for (const session of sessions) session.close();
  latencies.sort();
  return {
    callsPerSecond: order.calls / seconds,
    p50Ms: latencies[Math.floor(order.calls * 0.5)] ?? 0,
    p99Ms: latencies[Math.floor(order.calls * 0.99)] ?? 0,
    loadCpu: (user + system) / 1e6 / seconds,
    failures: Object.fromEntries(failures),
  };
}

function call(
  session: ClientHttp2Session,
  headers: Readonly<Record<string, string>>,
  frame: Buffer,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const stream = session.request(headers);
    let status = 'none';
    stream.on('response', (got) => {
      if (got['grpc-status'] !== undefined) status = String(got['grpc-status']);
    });
    stream.on('trailers', (got) => {
      status = `${String(got['grpc-status'])}${got['grpc-status'] === GRPC_OK ? '' : ` ${String(got['grpc-message'])}`}`;
    });
    stream.on('error', reject);
    stream.on('close', () => resolve(status));
    stream.resume();
    stream.end(frame);
  });
}

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
