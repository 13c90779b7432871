import { connect } from 'node:http2';
import { setTimeout as wait } from 'node:timers/promises';
import { Client, type ClientReadableStream, type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  AuditServiceClient,
  ReportServiceClient,
  Refusal,
  Status,
  UsageServiceClient,
  WalletServiceClient,
} from '#contracts';
import { temporaryDirectory } from '#testing';
import { atOnceDefaults } from './limits.ts';
import { calledFrom } from '../spec-kit/callers.ts';
import { callFrame, cancelFrame, rawConnection } from '../spec-kit/raw-frames.ts';
import { plain, runLedger, unaryCall } from '../spec-kit/running-ledger.ts';
import { validRequests } from '../spec-kit/valid-requests.ts';

const token = 'Bearer service.ann.all';

const atOnce = {
  ...atOnceDefaults,
  watchers: 20,
  audits: 10,
  records: 30,
  waiting_queries: 10,
  anonymous_streams: 10,
  connections: 40,
};

type Watch = ClientReadableStream<object>;

/** What a stream is refused with, or nothing once it has answered. */
const beginning = (stream: Watch): Promise<ServiceError | undefined> =>
  new Promise((resolve) => {
    stream.once('error', resolve);
    stream.once('data', () => resolve(undefined));
  });

function limitIn({ metadata }: ServiceError): unknown {
  const [bytes] = metadata.get('grpc-status-details-bin');
  const [, detail, retry] = Status.decode(bytes as Buffer).details;
  expect(retry?.typeUrl).toBe('type.googleapis.com/google.rpc.RetryInfo');
  return Refusal.decode(detail?.value ?? Buffer.of()).reason?.value;
}

describe('a caller that takes all it can get', () => {
  const directory = temporaryDirectory();
  const told: unknown[] = [];
  let ledger: Awaited<ReturnType<typeof runLedger>>;
  let reports: ReportServiceClient;
  let wallets: WalletServiceClient;
  let usage: UsageServiceClient;
  let audits: AuditServiceClient;
  let anyService: Client;
  // Until then none is done.
  const audit = Promise.withResolvers<void>();

  const open = (tenant: string): Promise<unknown> =>
    unaryCall(
      wallets.openWallet.bind(wallets) as never,
      { ...validRequests.get('WalletService/OpenWallet'), walletId: 'w1' },
      { metadata: calledFrom(tenant, 'service') },
    );

  const watch = (tenant: string, subject: string): Watch => {
    const stream = reports.watchBalance(
      { walletId: 'w1', memberId: undefined, atLeastPosition: undefined },
      calledFrom(tenant, 'service', subject),
    );
    stream.on('error', () => undefined);
    return stream as Watch;
  };

  const seen = async (tenant: string): Promise<void> => {
    for (;;) {
      const stream = watch(tenant, 'first');
      const error = await beginning(stream);
      stream.cancel();
      if (error === undefined) return;
      await wait(10);
    }
  };

  beforeAll(async () => {
    ledger = await runLedger({
      directory,
      limits: { atOnce },
      beforeAudit: () => audit.promise,
      told: (error) => told.push(error),
    });
    reports = new ReportServiceClient(ledger.address, plain);
    wallets = new WalletServiceClient(ledger.address, plain);
    usage = new UsageServiceClient(ledger.address, plain);
    audits = new AuditServiceClient(ledger.address, plain);
    anyService = new Client(ledger.address, plain);
    ledger.transport.setServing(true);
    for (const tenant of ['acme', 'other']) await open(tenant);
    for (const tenant of ['acme', 'other']) await seen(tenant);
    await atRest();
  });

  afterAll(async () => {
    for (const client of [reports, wallets, usage, audits, anyService]) client.close();
    await ledger.close();
    expect(told).toEqual([]);
  });

  const atRest = async (): Promise<void> => {
    while (ledger.transport.callsInFlight > 0) await wait(5);
  };

  const isServing = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      anyService.makeUnaryRequest(
        '/grpc.health.v1.Health/Check',
        () => Buffer.of(),
        (answer) => answer[1] === 1,
        {},
        (error, answer) => (error === null ? resolve(answer) : reject(error)),
      );
    });

  test('R-19: is refused by name beyond its share, and other tenants and health are served on', async () => {
    const greedy = Array.from({ length: 11 }, () => watch('acme', 'eve'));
    const ends = await Promise.all(greedy.map(beginning));
    const refused = ends.filter((end) => end !== undefined);
    expect(refused.map(({ code }) => code)).toEqual(refused.map(() => status.RESOURCE_EXHAUSTED));
    // Alone it may have four tenths of 20.
    expect(refused).toHaveLength(3);
    expect(refused[0]?.details).toBe(
      'One caller may have at most 8 watchers at once. Try again later.',
    );
    expect(limitIn(refused[0] as ServiceError)).toEqual({
      limit: 'watchers',
      scope: 'LIMIT_SCOPE_CALLER',
      max: 8,
    });

    const other = [watch('other', 'ann'), watch('other', 'ann')];
    expect(await Promise.all(other.map(beginning))).toEqual([undefined, undefined]);
    const third = await beginning(watch('other', 'ann'));
    expect(limitIn(third as ServiceError)).toMatchObject({ scope: 'LIMIT_SCOPE_CALLER', max: 2 });
    await expect(open('other')).resolves.toMatchObject({ receipt: { replayed: true } });
    expect(await isServing()).toBe(true);

    // When it leaves, what it had is free again.
    for (const stream of [...greedy, ...other]) stream.cancel();
    await atRest();
    const again = Array.from({ length: 8 }, () => watch('acme', 'eve'));
    expect(await Promise.all(again.map(beginning))).toEqual(again.map(() => undefined));
    for (const stream of again) stream.cancel();
    await atRest();
  });

  test('has so many records unanswered, in a batch and in a stream, and the stream goes on', async () => {
    const record = { ...validRequests.get('UsageService/RecordUsage'), amount: '1' };
    const records = Array.from({ length: 13 }, (_, index) => ({
      ...record,
      memberId: undefined,
      occurredAt: undefined,
      consumptionId: `b-${index}`,
      idempotencyKey: `b-${index}`,
    }));
    const batch = (size: number): Promise<unknown> =>
      unaryCall(
        usage.batchRecordUsage.bind(usage) as never,
        { records: records.slice(0, size), dryRun: false },
        { metadata: calledFrom('acme', 'service') },
      );
    await expect(batch(13)).rejects.toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
      details:
        'One caller may have at most 12 records at once. Repeat the call later with the same key.',
    });
    await expect(batch(12)).resolves.toMatchObject({ outcomes: { length: 12 } });
    const stream = usage.streamUsage(calledFrom('acme', 'service'));
    const outcomes: { outcome?: { $case: string } }[] = [];
    stream.on('data', ({ outcome }: { outcome: { outcome?: { $case: string } } }) =>
      outcomes.push(outcome),
    );
    const ended = new Promise((resolve) => stream.once('end', resolve));
    for (let index = 0; index < 300; index += 1) {
      const id = `s-${index}`;
      stream.write({ record: { ...records[0], consumptionId: id, idempotencyKey: id } } as never);
    }
    stream.end();
    await ended;
    expect(outcomes).toHaveLength(300);
    const taken = outcomes.filter(({ outcome }) => outcome?.$case === 'recorded');
    expect(taken.length).toBeGreaterThanOrEqual(12);
  });

  test('R-19: has so many audits at once, and a refusal names them', async () => {
    const eve = calledFrom('acme', 'operator', 'eve');
    const verifications = Array.from({ length: 6 }, () => {
      const stream = audits.verifyStream({ walletId: 'w1', catalog: false }, eve) as Watch;
      stream.on('error', () => undefined);
      return beginning(stream);
    });
    // Alone it may have four tenths of 10.
    const refused = await Promise.all(verifications.slice(4));
    expect(refused.map((end) => limitIn(end as ServiceError))).toEqual(
      [1, 2].map(() => ({ limit: 'audits', scope: 'LIMIT_SCOPE_CALLER', max: 4 })),
    );
    audit.resolve();
    expect(await Promise.all(verifications.slice(0, 4))).toEqual([1, 2, 3, 4].map(() => undefined));
    await atRest();
  });

  test('has so many questions waiting for the read models', async () => {
    const ask = (subject: string): Promise<unknown> =>
      unaryCall(
        reports.getBalance.bind(reports) as never,
        { walletId: 'w1', atLeastPosition: '1000000' },
        { metadata: calledFrom('acme', 'service', subject), deadline: Date.now() + 1_000 },
      ).catch((error: ServiceError) => error);
    const ends = await Promise.all(Array.from({ length: 6 }, () => ask('eve')));
    const codes = ends.map((end) => (end as ServiceError).code);
    expect(codes.filter((code) => code === status.DEADLINE_EXCEEDED)).toHaveLength(4);
    expect(codes.filter((code) => code === status.RESOURCE_EXHAUSTED)).toHaveLength(2);
    await atRest();
  });

  test('without a token has so many streams, and so many connections', async () => {
    const watchHealth = (): Watch => {
      const stream = anyService.makeServerStreamRequest(
        '/grpc.health.v1.Health/Watch',
        () => Buffer.of(),
        (answer) => answer,
        {},
      ) as Watch;
      stream.on('error', () => undefined);
      return stream;
    };
    const streams = Array.from({ length: 6 }, watchHealth);
    const ends = await Promise.all(streams.map(beginning));
    const refused = ends.filter((end) => end !== undefined);
    expect(refused.map(limitIn)).toEqual(
      refused.map(() => ({ limit: 'anonymous_streams', scope: 'LIMIT_SCOPE_CALLER', max: 4 })),
    );
    expect(refused).toHaveLength(2);
    for (const stream of streams) stream.cancel();

    const connected = await Promise.all(
      Array.from({ length: 17 }, () => connection(ledger.address)),
    );
    expect(connected.filter((session) => session === null).length).toBeGreaterThanOrEqual(1);
    expect(connected.filter((session) => session !== null).length).toBeGreaterThanOrEqual(10);
    for (const session of connected) session?.destroy();
    while ((await connection(ledger.address).then(destroyed)) === null) await wait(10);
  });

  test('R-19: 5,000 calls that a gateway cancels are no reason to end its connection', async () => {
    const session = connect(`http://${ledger.address}`);
    let goneAway = false;
    session.on('goaway', () => {
      goneAway = true;
    });
    for (let round = 0; round < 50; round += 1) {
      const streams = Array.from({ length: 100 }, () => begun(session));
      await wait(10);
      for (const stream of streams) stream.close(8);
      await wait(10);
    }
    const alive = await new Promise((resolve) => session.ping((error) => resolve(error === null)));
    expect([alive, goneAway, session.destroyed]).toEqual([true, false, false]);
    session.destroy();
  }, 60_000);

  test('R-19: whoever cancels without end loses the connection, and the others are served on', async () => {
    const socket = rawConnection(ledger.address);
    const ended = new Promise<boolean>((resolve) => {
      socket.on('close', () => resolve(true));
    });
    socket.resume();
    const flood = Array.from({ length: 20_000 }, (_, index) => [
      callFrame(2 * index + 1, '/credits.v1.UsageService/StreamUsage', token),
      cancelFrame(2 * index + 1),
    ]);
    socket.write(Buffer.concat(flood.flat()));
    expect(await Promise.race([ended, wait(50_000, false, { ref: false })])).toBe(true);
    await expect(open('other')).resolves.toBeDefined();
    expect(await isServing()).toBe(true);
    await atRest();
  }, 60_000);

  const begun = (session: ReturnType<typeof connect>) => {
    const stream = session.request({
      ':method': 'POST',
      ':path': '/credits.v1.UsageService/StreamUsage',
      'content-type': 'application/grpc',
      te: 'trailers',
      authorization: token,
    });
    stream.on('error', () => undefined);
    return stream;
  };

  test('a call with two authorizations is refused, whichever of them is valid', async () => {
    const endOf = async (authorization: readonly string[]): Promise<unknown> => {
      const session = connect(`http://${ledger.address}`, {
        strictSingleValueFields: false,
      } as object);
      const stream = session.request({
        ':method': 'POST',
        ':path': '/credits.v1.UsageService/StreamUsage',
        'content-type': 'application/grpc',
        te: 'trailers',
        authorization,
      } as never);
      stream.end();
      const end = await new Promise((resolve) => {
        stream.on('response', (headers) => resolve(headers['grpc-status']));
        stream.on('trailers', (headers) => resolve(headers['grpc-status']));
        stream.resume();
      });
      session.destroy();
      return end;
    };
    const refused = String(status.UNAUTHENTICATED);
    expect(await endOf([token])).toBe(String(status.OK));
    expect(await endOf([token, 'Bearer a.b'])).toBe(refused);
    expect(await endOf(['Bearer a.b', token])).toBe(refused);
    expect(await endOf([token, token])).toBe(refused);
  });
});

/** A connection that the server answers on, or null if it was closed at once. */
function connection(address: string): Promise<ReturnType<typeof connect> | null> {
  return new Promise((resolve) => {
    const session = connect(`http://${address}`);
    session.on('error', () => resolve(null));
    session.on('close', () => resolve(null));
    session.on('remoteSettings', () => resolve(session));
  });
}

function destroyed(session: ReturnType<typeof connect> | null): true | null {
  session?.destroy();
  return session === null ? null : true;
}
