import { createConnection, type Socket } from 'node:net';

// HTTP/2 as bytes, for what no client would send.

const HEADERS = 1;
const RESET = 3;
const END_HEADERS = 4;
const CANCEL = Buffer.from([0, 0, 0, 8]);
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const EMPTY_SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);

/** A connection that has begun to speak HTTP/2. */
export function rawConnection(address: string): Socket {
  const [host, port] = address.split(':');
  const socket = createConnection(Number(port), host);
  socket.on('error', () => undefined);
  socket.write(Buffer.concat([PREFACE, EMPTY_SETTINGS]));
  return socket;
}

/** The beginning of a call. */
export const callFrame = (streamId: number, path: string, authorization: string): Buffer =>
  frame(
    HEADERS,
    END_HEADERS,
    streamId,
    Buffer.concat([
      literal(':method', 'POST'),
      literal(':scheme', 'http'),
      literal(':path', path),
      literal('content-type', 'application/grpc'),
      literal('te', 'trailers'),
      literal('authorization', authorization),
    ]),
  );

export const cancelFrame = (streamId: number): Buffer => frame(RESET, 0, streamId, CANCEL);

function frame(type: number, flags: number, streamId: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(streamId, 5);
  return Buffer.concat([head, payload]);
}

// A header as a literal that is not indexed; its texts are shorter than 127.
const literal = (name: string, value: string): Buffer =>
  Buffer.concat([Buffer.of(0), text(name), text(value)]);

const text = (value: string): Buffer =>
  Buffer.concat([Buffer.of(value.length), Buffer.from(value)]);
