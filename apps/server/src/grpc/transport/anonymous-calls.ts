import { EventEmitter } from 'node:events';
import { NOWHERE } from './surroundings.ts';
import { Metadata, status, type UntypedServiceImplementation } from '@grpc/grpc-js';

interface Ended {
  readonly code?: status;
}

/** A call without any credential, as a handler of grpc-js sees it. */
class AnonymousCall extends EventEmitter {
  readonly metadata = new Metadata();
  readonly cancelled = false;
  readonly destroyed = false;
  readonly request = {};

  getPeer = (): string => NOWHERE;
  getDeadline = (): number => Infinity;
  write = (): never => {
    throw new Error('An anonymous call was answered.');
  };
}

/**
 * Calls every RPC as nobody, the very handlers that are served, and names those that do not refuse.
 * A guard that is not on the way of a call protects nothing, so this is asked at each start.
 */
export async function rpcsOpenToAnyone(
  implementation: UntypedServiceImplementation,
): Promise<readonly string[]> {
  const names = Object.keys(implementation);
  const ends = await Promise.all(names.map((name) => endOfAnonymous(implementation, name)));
  return names.filter((_, index) => ends[index]?.code !== status.UNAUTHENTICATED);
}

function endOfAnonymous(
  implementation: UntypedServiceImplementation,
  name: string,
): Promise<Ended | undefined> {
  return new Promise((resolve) => {
    const call = Object.assign(new AnonymousCall(), { end: () => resolve(undefined) });
    call.on('error', (end: Ended) => resolve(end));
    const serve = implementation[name] as unknown as (
      call: object,
      callback: (error: Ended | null) => void,
    ) => void;
    serve(call, (error) => resolve(error ?? undefined));
  });
}
