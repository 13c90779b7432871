import { type Client, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { BadRequest, ErrorInfo, services, Status } from '#contracts';

/** An RPC as bytes: what is sent need not be a message of it. */
export interface RawRpc {
  /** Without its package: "UsageService/ConsumeCredits". */
  readonly name: string;
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  readonly encode: (request: object) => Buffer;
  readonly decode: (answer: Buffer) => object;
}

/** How a call ended, with the first message it answered, if any. */
export interface End {
  /** The name of the gRPC status. */
  readonly status: string;
  readonly message: string;
  /** The google.rpc.Status of the trailer as it was sent. */
  readonly details: Buffer;
  readonly answer: object | undefined;
}

/** The reason of a refusal; undefined where its status says it all. */
export const reasonIn = ({ details }: Pick<End, 'details'>): string | undefined =>
  found(details, 'google.rpc.ErrorInfo', ErrorInfo)?.reason;

/** The fields that a refusal names as wrong, in its order. */
export const wrongFieldsIn = ({ details }: Pick<End, 'details'>): readonly string[] =>
  (found(details, 'google.rpc.BadRequest', BadRequest)?.fieldViolations ?? []).map(
    ({ field }) => field,
  );

function found<T>(
  details: Buffer,
  name: string,
  type: { decode(bytes: Uint8Array): T },
): T | undefined {
  const detail = Status.decode(details).details.find(
    ({ typeUrl }) => typeUrl === `type.googleapis.com/${name}`,
  );
  return detail && type.decode(detail.value);
}

interface Definition {
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  readonly requestSerialize: (request: object) => Buffer;
  readonly responseDeserialize: (answer: Buffer) => object;
}

/** Every RPC that clients have, by its name. */
export const rawRpcs: ReadonlyMap<string, RawRpc> = new Map(
  Object.values(services)
    .flatMap((service) => Object.values(service) as unknown as Definition[])
    .map(({ requestSerialize: encode, responseDeserialize: decode, ...definition }) => {
      const name = definition.path.slice('/credits.v1.'.length);
      return [name, { name, ...definition, encode, decode }];
    }),
);

export function rawRpc(name: string): RawRpc {
  const rpc = rawRpcs.get(name);
  if (rpc === undefined) throw new Error(`there is no ${name}`);
  return rpc;
}

// A call that is never answered fails its test; none waits for this to pass.
const ANSWER_WITHIN_MS = 20_000;

/** Sends one message to an RPC of any kind. A stream is left after its first answer. */
export function endOf(
  client: Client,
  rpc: RawRpc,
  bytes: Buffer,
  token: string | null,
): Promise<End> {
  const metadata = new Metadata();
  if (token !== null) metadata.set('authorization', `Bearer ${token}`);
  const deadline = Date.now() + ANSWER_WITHIN_MS;
  if (!rpc.responseStream)
    return new Promise((ended) => {
      client.makeUnaryRequest(
        rpc.path,
        sent,
        rpc.decode,
        bytes,
        metadata,
        { deadline },
        (error, answer) => ended(error === null ? answered(answer) : failed(error)),
      );
    });
  const both = () => {
    const stream = client.makeBidiStreamRequest(rpc.path, sent, rpc.decode, metadata, { deadline });
    stream.end(bytes);
    return stream;
  };
  const stream = rpc.requestStream
    ? both()
    : client.makeServerStreamRequest(rpc.path, sent, rpc.decode, bytes, metadata, { deadline });
  return new Promise((ended) => {
    stream.on('error', (error: ServiceError) => ended(failed(error)));
    stream.on('end', () => ended(answered(undefined)));
    stream.on('data', (answer: object) => {
      ended(answered(answer));
      stream.cancel();
    });
  });
}

const sent = (bytes: Buffer): Buffer => bytes;

const nothing = Buffer.alloc(0);

const answered = (answer: object | undefined): End => ({
  status: 'OK',
  message: '',
  details: nothing,
  answer,
});

function failed({ code, details: message, metadata }: ServiceError): End {
  const [details] = metadata.get('grpc-status-details-bin');
  return {
    status: status[code],
    message,
    details: details instanceof Buffer ? details : nothing,
    answer: undefined,
  };
}
