import { Client, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CommandHandler } from '@nestjs/cqrs';
import { SubmitToWallet } from '#application';
import {
  BadRequest,
  ErrorInfo,
  Refusal,
  services,
  Status,
  UsageServiceClient,
  WalletServiceClient,
} from '#contracts';
import { temporaryDirectory } from '#testing';
import type { Role } from '../../identity/roles.ts';
import { mayCall } from '../../identity/access.ts';
import { allControllers } from '../services/all-controllers.ts';
import { atOnceDefaults } from './limits.ts';
import { HoldController } from '../services/hold/hold-controller.ts';
import { rpcName } from './rpc.ts';
import { calledBy } from '../spec-kit/callers.ts';
import { plain, runLedger, unaryCall } from '../spec-kit/running-ledger.ts';
import { validRequests } from '../spec-kit/valid-requests.ts';
import type { Fields } from './validation/form.ts';

interface Method {
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  readonly requestSerialize: (request: Fields) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => object;
}

const methods = Object.values(services).flatMap(
  (service) => Object.values(service) as unknown as Method[],
);

/** How a call of any RPC ends, whatever its kind. */
function endOf(client: Client, method: Method, metadata: Metadata): Promise<number> {
  const { path, requestSerialize: write, responseDeserialize: read } = method;
  const request = validRequests.get(rpcName(method)) ?? {};
  const options = { deadline: Date.now() + 10_000 };
  if (!method.responseStream)
    return new Promise((resolve) => {
      client.makeUnaryRequest(path, write, read, request, metadata, options, (error) =>
        resolve(error?.code ?? status.OK),
      );
    });
  const both = () => {
    const stream = client.makeBidiStreamRequest(path, write, read, metadata, options);
    stream.end();
    return stream;
  };
  const call = method.requestStream
    ? both()
    : client.makeServerStreamRequest(path, write, read, request, metadata, options);
  return new Promise((resolve) => {
    call.on('error', ({ code }: ServiceError) => resolve(code));
    call.on('end', () => resolve(status.OK));
    call.on('data', () => call.cancel());
  });
}

const roles: readonly Role[] = ['member', 'admin', 'service', 'finance', 'operator', 'auditor'];

describe('the transport', () => {
  let ledger: Awaited<ReturnType<typeof runLedger>>;
  let anyService: Client;
  let wallets: WalletServiceClient;
  let usage: UsageServiceClient;
  const directory = temporaryDirectory();

  beforeAll(async () => {
    ledger = await runLedger({ directory });
    anyService = new Client(ledger.address, plain);
    wallets = new WalletServiceClient(ledger.address, plain);
    usage = new UsageServiceClient(ledger.address, plain);
  });

  afterAll(async () => {
    for (const client of [anyService, wallets, usage]) client.close();
    await ledger.close();
  });

  test.each(methods.map((method) => [method.path, method] as const))(
    'R-23 %s refuses whoever shows no token',
    async (_path, method) => {
      expect(await endOf(anyService, method, new Metadata())).toBe(status.UNAUTHENTICATED);
      const forged = new Metadata();
      forged.set('authorization', 'Bearer a.b');
      expect(await endOf(anyService, method, forged)).toBe(status.UNAUTHENTICATED);
    },
  );

  test.each(methods.map((method) => [method.path, method] as const))(
    'R-23 %s refuses every role that does not have it',
    async (_path, method) => {
      const without = roles.filter((role) => !mayCall(rpcName(method), { roles: new Set([role]) }));
      for (const role of without)
        expect(await endOf(anyService, method, calledBy(role))).toBe(status.PERMISSION_DENIED);
    },
  );

  test.each(methods.map((method) => [method.path, method] as const))(
    'R-23 %s tells nothing of a wallet outside the claim',
    async (_path, method) => {
      const rpc = rpcName(method);
      const request = validRequests.get(rpc) ?? {};
      const role = roles.find((each) => mayCall(rpc, { roles: new Set([each]) })) ?? 'service';
      if (typeof request['walletId'] !== 'string') return;
      const expected =
        rpc === 'WalletService/OpenWallet' ? status.PERMISSION_DENIED : status.NOT_FOUND;
      expect(await endOf(anyService, method, calledBy(role, 'ann', 'other'))).toBe(expected);
    },
  );

  const openWallet = (walletId: string) =>
    unaryCall(
      wallets.openWallet.bind(wallets) as never,
      { ...validRequests.get('WalletService/OpenWallet'), walletId },
      { metadata: calledBy('service') },
    );

  const failureOf = async (call: Promise<unknown>): Promise<ServiceError> => {
    try {
      await call;
    } catch (error) {
      return error as ServiceError;
    }
    throw new Error('the call was answered');
  };

  const detailsOf = ({ metadata }: ServiceError): Status =>
    Status.decode(metadata.get('grpc-status-details-bin')[0] as Buffer);

  const spend = (change: object, options: { deadline?: number } = {}): Promise<unknown> =>
    unaryCall(
      usage.consumeCredits.bind(usage) as never,
      { ...validRequests.get('UsageService/ConsumeCredits'), idempotencyKey: 'spend', ...change },
      { metadata: calledBy('service'), ...options },
    );

  test('opens a wallet, and answers the same again under the same key', async () => {
    const first = await openWallet('twice');
    expect(first).toMatchObject({
      wallet: { walletId: 'twice', status: 'WALLET_STATUS_OPEN', timeZone: 'Europe/Berlin' },
      receipt: { stream: 'wallet-acme.twice', firstRevision: 1n, replayed: false },
    });
    expect(await openWallet('twice')).toMatchObject({ receipt: { replayed: true } });
  });

  test('names the wrong fields of a request', async () => {
    const error = await failureOf(spend({ walletId: '', amount: '1e3' }));
    expect(error.code).toBe(status.INVALID_ARGUMENT);
    const [detail] = detailsOf(error).details;
    const { fieldViolations } = BadRequest.decode(detail?.value ?? Buffer.of());
    expect(fieldViolations.map(({ field }) => field).toSorted()).toEqual(['amount', 'wallet_id']);
  });

  test('says why it refuses, to people and to programs', async () => {
    await openWallet('empty');
    const error = await failureOf(spend({ walletId: 'empty', memberId: undefined, amount: '5' }));
    expect(error.code).toBe(status.FAILED_PRECONDITION);
    expect(error.details).toBe('This costs 5.00 and 0.00 is available: 5.00 is missing.');
    const [info, refusal] = detailsOf(error).details;
    expect(ErrorInfo.decode(info?.value ?? Buffer.of())).toMatchObject({
      reason: 'INSUFFICIENT_CREDITS',
      domain: 'credits.v1',
    });
    expect(Refusal.decode(refusal?.value ?? Buffer.of()).reason).toMatchObject({
      $case: 'insufficientCredits',
      value: { needed: '5.00', available: '0.00', shortfall: '5.00' },
    });
  });

  test('does not begin what nobody waits for', async () => {
    const error = await failureOf(spend({ walletId: 'empty' }, { deadline: Date.now() - 1 }));
    expect(error.code).toBe(status.DEADLINE_EXCEEDED);
  });

  test('answers every record of a batch, in their order', async () => {
    await openWallet('batch');
    const record = { ...validRequests.get('UsageService/RecordUsage'), walletId: 'batch' };
    const own = { memberId: undefined, amount: '1', occurredAt: undefined };
    const records = [
      { ...record, ...own, consumptionId: 'b-1', idempotencyKey: 'b-1' },
      { ...record, ...own, consumptionId: 'b-2', idempotencyKey: 'b-2', walletId: 'nowhere' },
      { ...record, ...own, consumptionId: 'b-1', idempotencyKey: 'b-3' },
    ];
    const answer = await unaryCall(
      usage.batchRecordUsage.bind(usage) as never,
      { records, dryRun: false },
      { metadata: calledBy('service') },
    );
    expect(answer).toMatchObject({
      outcomes: [
        { consumptionId: 'b-1', outcome: { $case: 'recorded', value: { debt: '1.00' } } },
        { consumptionId: 'b-2', outcome: { $case: 'refused', value: { code: status.NOT_FOUND } } },
        { outcome: { $case: 'refused', value: { code: status.ALREADY_EXISTS } } },
      ],
    });
  });

  test('answers every record of a stream, those of one wallet in their order', async () => {
    await openWallet('stream');
    const call = usage.streamUsage(calledBy('service'));
    const record = { ...validRequests.get('UsageService/RecordUsage') };
    const answered: (string | undefined)[] = [];
    const ended = new Promise<void>((resolve, reject) => {
      call.on('data', ({ outcome }: { outcome?: { consumptionId: string } }) =>
        answered.push(outcome?.consumptionId),
      );
      call.on('end', resolve);
      call.on('error', reject);
    });
    const ids = Array.from({ length: 300 }, (_, index) => `s-${index}`);
    for (const id of ids)
      call.write({
        record: {
          ...record,
          walletId: 'stream',
          memberId: undefined,
          amount: id === 's-7' ? '1e3' : '1',
          occurredAt: undefined,
          consumptionId: id,
          idempotencyKey: id,
        },
      } as never);
    call.end();
    await ended;
    expect(answered).toEqual(ids);
  });

  test('R-18 refuses bytes that are no message like any other wrong request', async () => {
    const bytes = Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]);
    const ended = new Promise<number>((resolve) => {
      anyService.makeUnaryRequest(
        '/credits.v1.UsageService/ConsumeCredits',
        () => bytes,
        () => ({}),
        {},
        calledBy('service'),
        (error) => resolve(error?.code ?? status.OK),
      );
    });
    expect(await ended).toBe(status.INVALID_ARGUMENT);
  });

  test('R-19 takes only so much metadata, and serves the others on', async () => {
    const metadata = calledBy('service');
    metadata.set('x-large', 'x'.repeat(20_000));
    const greedy = new WalletServiceClient(ledger.address, plain);
    const large = unaryCall(
      greedy.getWallet.bind(greedy) as never,
      { walletId: 'twice' },
      { metadata, deadline: Date.now() + 5_000 },
    );
    await expect(large).rejects.toBeDefined();
    greedy.close();
    await expect(openWallet('twice')).resolves.toBeDefined();
  });

  test('serves health once the host says so', async () => {
    const health = () =>
      new Promise((resolve, reject) => {
        anyService.makeUnaryRequest(
          '/grpc.health.v1.Health/Check',
          () => Buffer.of(),
          (answer) => answer[1],
          {},
          (error, answer) => (error === null ? resolve(answer) : reject(error)),
        );
      });
    expect(await health()).toBe(2);
    ledger.transport.setServing(true);
    expect(await health()).toBe(1);
  });

  test('tells by reflection what it serves', async () => {
    const call = anyService.makeBidiStreamRequest(
      '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
      (list: Buffer) => list,
      (answer) => answer.toString('latin1'),
    );
    const answered = new Promise<string>((resolve) => {
      call.on('data', resolve);
    });
    call.write(Buffer.from([0x3a, 0x01, 0x2a]));
    call.end();
    expect(await answered).toContain('credits.v1.UsageService');
    expect(await answered).toContain('grpc.health.v1.Health');
  });

  test('lets go of a caller that cancels', async () => {
    const call = usage.streamUsage(calledBy('service'));
    const ended = new Promise<number>((resolve) => {
      call.on('error', ({ code }: ServiceError) => resolve(code));
    });
    call.cancel();
    expect(await ended).toBe(status.CANCELLED);
    while (ledger.transport.callsInFlight > 0)
      await new Promise((resolve) => setImmediate(resolve));
    await expect(openWallet('twice')).resolves.toBeDefined();
  });
});

describe('starting', () => {
  const directory = temporaryDirectory();

  test('stops where an RPC has no handler', async () => {
    const controllers = allControllers.filter((controller) => controller !== HoldController);
    await expect(runLedger({ directory, controllers })).rejects.toThrow(
      'HoldService/PlaceHold has no handler',
    );
  });
});

describe('a server at its bounds', () => {
  const directory = temporaryDirectory();
  const begun = Promise.withResolvers<undefined>();
  const answer = Promise.withResolvers<undefined>();

  @CommandHandler(SubmitToWallet)
  class Patient {
    async execute(): Promise<never> {
      begun.resolve(undefined);
      await answer.promise;
      throw new Error('a bug');
    }
  }

  test('R-20 answers what is in flight, and takes nothing new', async () => {
    const ledger = await runLedger({
      directory,
      askWalletHandler: Patient,
      limits: { atOnce: { ...atOnceDefaults, calls: 1 } },
    });
    const client = new WalletServiceClient(ledger.address, plain);
    const call = unaryCall(
      client.closeWallet.bind(client),
      { walletId: 'w1', idempotencyKey: 'k', dryRun: false },
      { metadata: calledBy('operator') },
    ).catch((error: unknown) => error as ServiceError);
    await begun.promise;
    expect(ledger.transport.callsInFlight).toBe(1);
    const beyond = unaryCall(
      client.closeWallet.bind(client),
      { walletId: 'w1', idempotencyKey: 'k', dryRun: false },
      { metadata: calledBy('operator') },
    );
    await expect(beyond).rejects.toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    const closed = ledger.close();
    answer.resolve(undefined);
    expect(await call).toMatchObject({ code: status.INTERNAL, details: 'internal error' });
    await closed;
    expect(ledger.transport.callsInFlight).toBe(0);
    client.close();
  });
});
