import type { handleUnaryCall, sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import { firstValueFrom, isObservable } from 'rxjs';
import { admit, admitRequest, identify } from './admission.ts';
import type { CallContext } from './call-context.ts';
import { CallCancelled } from './errors.ts';
import { answerOf } from './refusals/status-details.ts';
import type { Rpc } from './rpc.ts';
import { ending, type TransportSurroundings } from './surroundings.ts';
import type { Fields } from './validation/form.ts';

type Call = ServerUnaryCall<Fields, object>;

/** Serves an RPC of one request and one response. */
export const unary =
  (rpc: Rpc, surroundings: TransportSurroundings): handleUnaryCall<Fields, object> =>
  (call, callback) =>
    void serve(rpc, surroundings, { call, callback });

async function serve(
  rpc: Rpc,
  surroundings: TransportSurroundings,
  { call, callback }: { readonly call: Call; readonly callback: sendUnaryData<object> },
): Promise<void> {
  const { limits } = surroundings;
  let context: CallContext | undefined;
  try {
    const caller = identify(call, surroundings);
    context = admit(rpc, caller instanceof Promise ? await caller : caller, {
      metadata: call.metadata,
      end: endOf(call, surroundings),
      limits,
    });
    if (call.cancelled) throw new CallCancelled();
    admitRequest(rpc, context, call.request);
    const response = await rpc.handle(call.request, context);
    callback(null, isObservable(response) ? await lastOf(response) : (response as object));
  } catch (error) {
    callback(answerOf(ending(error, call.request, { rpc: rpc.name, call, logs: surroundings })));
  } finally {
    context?.close();
  }
}

// What Nest makes of a response when a controller has interceptors.
const lastOf = (response: Parameters<typeof firstValueFrom>[0]): Promise<object> =>
  firstValueFrom(response) as Promise<object>;

/** Nobody waits for ever: a call without a deadline gets the server's. */
function endOf(call: Call, { waitMsMax }: TransportSurroundings) {
  const deadline = call.getDeadline();
  return {
    deadlineMs: deadline === Infinity ? Date.now() + waitMsMax : Number(deadline),
    onCancelled: (cancel: () => void): void => {
      if (call.cancelled) cancel();
      else call.once('cancelled', cancel);
    },
  };
}
