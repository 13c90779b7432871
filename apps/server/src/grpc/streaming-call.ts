import type { Metadata, ServerDuplexStream, ServerWritableStream } from '@grpc/grpc-js';
import type { Status } from '#contracts';
import { admit, admitRequest, identify } from './admission.ts';
import type { CallContext } from './call-context.ts';
import { Stopping } from './errors.ts';
import { Incoming } from './incoming.ts';
import { answerOf } from './refusals/status-details.ts';
import { overloaded } from './refusals/status-of.ts';
import type { Rpc } from './rpc.ts';
import { ending, type Surroundings } from './surroundings.ts';
import type { Fields } from './validation/form.ts';

type Downstream = ServerWritableStream<Fields, object>;
type Both = ServerDuplexStream<Fields, object>;

/** A message of a caller's stream, and how its own answer ends if it was not let in. */
export interface Sent<Message> {
  readonly message: Message;
  readonly refused: Status | null;
}

/** Serves an RPC of one request and a stream of responses. */
export const serverStreaming =
  (rpc: Rpc, surroundings: Surroundings) =>
  (call: Downstream): void =>
    void serve(rpc, surroundings, call, (context) => {
      admitRequest(rpc, context, call.request);
      return call.request;
    });

/** Serves an RPC of a stream of requests and one of responses. Each request is let in by itself. */
export const bidirectional =
  (rpc: Rpc, surroundings: Surroundings) =>
  (call: Both): void =>
    void serve(rpc, surroundings, call, (context) => letIn(rpc, context, { call, surroundings }));

async function* letIn(
  rpc: Rpc,
  context: CallContext,
  { call, surroundings }: { readonly call: Both; readonly surroundings: Surroundings },
): AsyncIterable<Sent<Fields>> {
  for await (const message of new Incoming<Fields>(call, surroundings.stopping)) {
    let refused: Status | null = null;
    try {
      admitRequest(rpc, context, message);
    } catch (error) {
      refused = ending(error, message, { rpc: rpc.name, call, logs: surroundings });
    }
    yield { message, refused };
  }
}

async function serve(
  rpc: Rpc,
  surroundings: Surroundings,
  call: Downstream | Both,
  takeIn: (context: CallContext) => unknown,
): Promise<void> {
  const { inFlight, stopping } = surroundings;
  if (!inFlight.enter()) return fail(call, overloaded);
  let context: CallContext | undefined;
  try {
    const caller = identify(call.metadata, surroundings.verifier);
    context = admit(rpc, caller instanceof Promise ? await caller : caller, {
      metadata: call.metadata,
      end: endOf(call, stopping),
    });
    const responses = await rpc.handle(takeIn(context), context);
    await send(call, responses as AsyncIterable<object>);
    if (stopping.aborted) throw new Stopping();
    call.end();
  } catch (error) {
    const cause = stopping.aborted && context?.signal.aborted === true ? new Stopping() : error;
    fail(call, ending(cause, {}, { rpc: rpc.name, call, logs: surroundings }));
  } finally {
    context?.close();
    inFlight.leave();
  }
}

async function send(call: Downstream | Both, responses: AsyncIterable<object>): Promise<void> {
  for await (const response of responses) {
    if (call.cancelled || call.destroyed) return;
    if (!call.write(response)) await roomIn(call);
  }
}

// A caller that reads slowly, or not at all, is waited for as long as it is there.
function roomIn(call: Downstream | Both): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      call.off('drain', done);
      call.off('close', done);
      resolve();
    };
    call.on('drain', done);
    call.on('close', done);
  });
}

// grpc-js takes the status of a stream from the error that is emitted on it.
function fail(call: Downstream | Both, status: Status): void {
  const { code, details, metadata } = answerOf(status);
  call.emit('error', { code, details, metadata } satisfies StreamError);
}

interface StreamError {
  readonly code: number;
  readonly details: string;
  readonly metadata: Metadata;
}

/** A stream goes on until its deadline, if it has one, or until the caller or the server stops. */
function endOf(call: Downstream | Both, stopping: AbortSignal) {
  return {
    deadlineMs: Number(call.getDeadline()),
    onCancelled: (cancel: () => void): void => {
      if (call.cancelled || stopping.aborted) return cancel();
      call.once('cancelled', cancel);
      call.once('close', () => stopping.removeEventListener('abort', cancel));
      stopping.addEventListener('abort', cancel, { once: true });
    },
  };
}
