import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { services } from '#contracts';
import { temporaryDirectory } from '#testing';
import { ServerProcess } from '../support/server-process.ts';

// A real server on a shared machine: a test is long before it hangs.
jest.setTimeout(60_000);

/** A field of protobuf that holds a text. */
const textField = (field: number, text: string): Buffer =>
  Buffer.concat([Buffer.from([field * 8 + 2, text.length]), Buffer.from(text)]);

const serving = Buffer.from([8, 1]);

describe('what every gRPC tool expects is open to anyone', () => {
  const directory = temporaryDirectory();
  let server: ServerProcess;
  let client: Client;

  beforeAll(async () => {
    server = await ServerProcess.start({
      EVENT_STORE: `embedded:${directory}`,
      READ_MODEL_STORE: `embedded:${directory}`,
    });
    client = new Client(server.address, credentials.createInsecure());
  });
  afterAll(async () => {
    client.close();
    await server.terminate();
  });

  const asIs = (bytes: Buffer): Buffer => bytes;

  test('grpc.health.v1 says that the server serves', async () => {
    const answer = await new Promise((answered, failed) => {
      client.makeUnaryRequest(
        '/grpc.health.v1.Health/Check',
        asIs,
        asIs,
        Buffer.alloc(0),
        new Metadata(),
        {},
        (error, value) => (error === null ? answered(value) : failed(error)),
      );
    });
    expect(answer).toEqual(serving);
  });

  test.each(['v1', 'v1alpha'])('reflection %s lists every service', async (version) => {
    const listServices = textField(7, '*');
    const stream = client.makeBidiStreamRequest(
      `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`,
      asIs,
      asIs,
      new Metadata(),
      {},
    );
    stream.end(listServices);
    const answers = (await stream.toArray()) as readonly Buffer[];
    const told = Buffer.concat(answers).toString('latin1');
    for (const service of [...Object.keys(services), 'grpc.health.v1.Health'])
      expect(told).toContain(service);
  });

  test.each(Object.keys(services))('reflection describes %s', async (service) => {
    const fileContainingSymbol = textField(4, service);
    const stream = client.makeBidiStreamRequest(
      '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
      asIs,
      asIs,
      new Metadata(),
      {},
    );
    stream.end(fileContainingSymbol);
    const answers = (await stream.toArray()) as readonly Buffer[];
    const told = Buffer.concat(answers).toString('latin1');
    for (const { path } of Object.values<{ readonly path: string }>(
      services[service as keyof typeof services],
    ))
      expect(told).toContain(path.slice(path.lastIndexOf('/') + 1));
  });
});
