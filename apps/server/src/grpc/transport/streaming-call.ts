import type { Metadata, ServerDuplexStream, ServerWritableStream } from '@grpc/grpc-js';
import type { Status } from '#contracts';
import { admit, admitRequest, identify } from './admission.ts';
import type { CallContext } from './call-context.ts';
import { Closing } from './closing.ts';
import { Incoming } from './incoming.ts';
import { answerOf } from './refusals/status-details.ts';
import type { Rpc } from './rpc.ts';
import { ending, type TransportSurroundings } from './surroundings.ts';
import type { Fields } from './validation/form.ts';

type Downstream = ServerWritableStream<Fields, object>;
type Both = ServerDuplexStream<Fields, object>;

/** A message of a caller's stream, and how its own answer ends if it was not let in. */
export interface Sent<Message> {
  readonly message: Message;
  readonly refused: Status | null;
}

/** What a handler is given of a stream, and what its call says of itself where it fails. */
interface Taken {
  readonly request: Fields;
  readonly takeIn: (context: CallContext, closing: AbortSignal) => unknown;
  /** Whether what was taken before the stream has to end is answered all the same. */
  readonly answersAll: boolean;
}

/** Serves an RPC of one request and a stream of responses. */
export const serverStreaming =
  (rpc: Rpc, surroundings: TransportSurroundings) =>
  (call: Downstream): void => {
    const { request } = call;
    void serve(rpc, surroundings, call, {
      request,
      answersAll: false,
      takeIn: (context) => {
        admitRequest(rpc, context, request);
        return request;
      },
    });
  };

/** Serves an RPC of a stream of requests and one of responses. Each request is let in by itself. */
export const bidirectional =
  (rpc: Rpc, surroundings: TransportSurroundings) =>
  (call: Both): void =>
    void serve(rpc, surroundings, call, {
      request: aRecord,
      answersAll: true,
      takeIn: (context, closing) => letIn(rpc, context, { call, closing, surroundings }),
    });

// What the requests of such a stream are: each has its own key.
const aRecord: Fields = { record: undefined };

async function* letIn(
  rpc: Rpc,
  context: CallContext,
  { call, closing, surroundings }: Letting,
): AsyncIterable<Sent<Fields>> {
  for await (const message of new Incoming<Fields>(call, closing)) {
    let refused: Status | null = null;
    try {
      admitRequest(rpc, context, message);
    } catch (error) {
      refused = ending(error, message, { rpc: rpc.name, call, logs: surroundings });
    }
    yield { message, refused };
  }
}

interface Letting {
  readonly call: Both;
  readonly closing: AbortSignal;
  readonly surroundings: TransportSurroundings;
}

async function serve(
  rpc: Rpc,
  surroundings: TransportSurroundings,
  call: Downstream | Both,
  { request, takeIn, answersAll }: Taken,
): Promise<void> {
  const { limits, stopping } = surroundings;
  const closing = new Closing(stopping);
  let context: CallContext | undefined;
  try {
    const caller = await identify(call, surroundings);
    closing.at(caller.expiresAtMs);
    const { signal } = closing;
    context = admit(rpc, caller, { metadata: call.metadata, end: endOf(call, signal), limits });
    const responses = await rpc.handle(takeIn(context, signal), context);
    await send(call, responses as AsyncIterable<object>, answersAll ? undefined : signal);
    signal.throwIfAborted();
    call.end();
  } catch (error) {
    fail(call, ending(error, request, { rpc: rpc.name, call, logs: surroundings }));
  } finally {
    context?.close();
    closing.close();
  }
}

async function send(
  call: Downstream | Both,
  responses: AsyncIterable<object>,
  closing: AbortSignal | undefined,
): Promise<void> {
  for await (const response of responses) {
    if (call.cancelled || call.destroyed) return;
    closing?.throwIfAborted();
    if (!call.write(response)) await roomIn(call, closing);
  }
}

// A caller that reads slowly, or not at all, is waited for as long as it is there.
function roomIn(call: Downstream | Both, closing: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      call.off('drain', done);
      call.off('close', done);
      closing?.removeEventListener('abort', done);
      resolve();
    };
    call.on('drain', done);
    call.on('close', done);
    closing?.addEventListener('abort', done);
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

/** A stream goes on until its deadline, if it has one, until the caller goes, or it has to end. */
function endOf(call: Downstream | Both, closing: AbortSignal) {
  return {
    deadlineMs: Number(call.getDeadline()),
    closing,
    onCancelled: (cancel: () => void): void => {
      if (call.cancelled) cancel();
      else call.once('cancelled', cancel);
    },
  };
}
