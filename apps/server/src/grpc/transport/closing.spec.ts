import { setTimeout as wait } from 'node:timers/promises';
import { type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type BatchRecordUsageResponse,
  ReportServiceClient,
  type StreamUsageResponse,
  type UsageOutcome,
  UsageServiceClient,
  WalletServiceClient,
} from '#contracts';
import { temporaryDirectory } from '#testing';
import { Closing } from './closing.ts';
import { Stopping, TokenEnded } from './errors.ts';
import { calledBy } from '../spec-kit/callers.ts';
import { plain, runLedger, unaryCall } from '../spec-kit/running-ledger.ts';
import { validRequests } from '../spec-kit/valid-requests.ts';

const TOKEN_MS = 3_000;

const isReplayed = ({ outcome }: UsageOutcome): boolean =>
  outcome?.$case === 'recorded' && outcome.value.receipt?.replayed === true;

describe('R-23 a stream whose token ends', () => {
  const directory = temporaryDirectory();
  const told: unknown[] = [];
  let ledger: Awaited<ReturnType<typeof runLedger>>;
  let usage: UsageServiceClient;
  let reports: ReportServiceClient;
  let expiresAtMs = Infinity;

  beforeAll(async () => {
    ledger = await runLedger({
      directory,
      expiresAtMs: () => expiresAtMs,
      told: (error) => told.push(error),
    });
    usage = new UsageServiceClient(ledger.address, plain);
    reports = new ReportServiceClient(ledger.address, plain);
    const wallets = new WalletServiceClient(ledger.address, plain);
    const opening = { ...validRequests.get('WalletService/OpenWallet'), walletId: 'w1' };
    const metadata = calledBy('service');
    await unaryCall(wallets.openWallet.bind(wallets) as never, opening, { metadata });
    wallets.close();
  });

  afterAll(async () => {
    usage.close();
    reports.close();
    await ledger.close();
    expect(told).toEqual([]);
  });

  test('is answered for each record that was taken, and ends UNAUTHENTICATED', async () => {
    expiresAtMs = Date.now() + TOKEN_MS;
    const watch = reports.watchBalance(
      { walletId: 'w1', memberId: undefined, atLeastPosition: undefined },
      calledBy('auditor'),
    );
    watch.resume();
    const watchEnded = new Promise<ServiceError>((resolve) => watch.on('error', resolve));

    const stream = usage.streamUsage(calledBy('service'));
    const answered: string[] = [];
    stream.on('data', ({ outcome }: StreamUsageResponse) =>
      answered.push(outcome?.consumptionId ?? ''),
    );
    const ended = new Promise<ServiceError>((resolve) => stream.on('error', resolve));
    const records = Array.from({ length: 50 }, (_, index) => ({
      ...validRequests.get('UsageService/RecordUsage'),
      memberId: undefined,
      occurredAt: undefined,
      amount: '1',
      consumptionId: `c-${index}`,
      idempotencyKey: `s-${index}`,
    }));
    for (const record of records) {
      stream.write({ record } as never);
      await wait(TOKEN_MS / 40);
    }

    expect(await ended).toMatchObject({
      code: status.UNAUTHENTICATED,
      details: 'The token of this stream has ended: go on with another one.',
    });
    expect(await watchEnded).toMatchObject({ code: status.UNAUTHENTICATED });
    while (ledger.transport.callsInFlight > 0) await wait(5);

    expiresAtMs = Infinity;
    const again: BatchRecordUsageResponse = await unaryCall(
      usage.batchRecordUsage.bind(usage) as never,
      { records, dryRun: false },
      { metadata: calledBy('service') },
    );
    expect(answered).toEqual(again.outcomes.filter(isReplayed).map((each) => each.consumptionId));
    expect(answered.length).toBeLessThan(records.length);
  });

  test('says which came first, the end of the token or of the server', () => {
    const stop = new AbortController();
    const stopped = new Closing(stop.signal);
    stop.abort();
    stopped.at(0);
    expect(stopped.signal.reason).toBeInstanceOf(Stopping);
    stopped.close();
  });

  test('ends at once where the token has ended already', async () => {
    const closing = new Closing(new AbortController().signal);
    closing.at(Date.now() - 1);
    await wait(20);
    expect(closing.signal.reason).toBeInstanceOf(TokenEnded);
    closing.close();
  });
});
