import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { fromBinary } from '@bufbuild/protobuf';
import { loadSync } from '@grpc/proto-loader';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { describe, expect, test } from '@jest/globals';
import { ErrorInfo, Refusal, Status, fileDescriptorSet, packAny, services } from './index.ts';

const queries = {
  WalletService: ['GetWallet', 'ListWallets'],
  UsageService: ['QuoteUsage'],
  HoldService: ['GetHold'],
  MemberService: ['ListMembers'],
  RequestService: ['ListRequests'],
  ReportService: [
    'GetBalance',
    'ListLots',
    'ListTransactions',
    'GetMonthlyUsage',
    'GetMemberUsage',
    'GetUsageBreakdown',
    'WatchBalance',
  ],
  CatalogService: ['GetRateCard'],
  AuditService: [
    'ReadStream',
    'ExportStream',
    'VerifyStream',
    'CompareReadModels',
    'ExportPerson',
    'ErasePerson',
  ],
  ClockService: ['GetTime'],
};
const commands = {
  WalletService: [
    'OpenWallet',
    'ChangePolicy',
    'CloseWallet',
    'GrantCredits',
    'RecordPurchase',
    'VoidLot',
    'MoveExpiry',
    'WriteOffDebt',
  ],
  UsageService: ['ConsumeCredits', 'RecordUsage', 'ReverseConsumption'],
  HoldService: ['PlaceHold', 'CaptureHold', 'ExtendHold', 'ReleaseHold'],
  MemberService: ['AddMember', 'RemoveMember', 'SetCap', 'AllocateCredits', 'RecallAllocation'],
  RequestService: [
    'RequestCredits',
    'WithdrawRequest',
    'ApproveRequest',
    'RejectRequest',
    'ApproveAllRequests',
    'RejectAllRequests',
  ],
  CatalogService: ['PublishRateCard'],
};
// Each record of a batch or stream has its own key; the clock is not part of history.
const withoutOuterKey = {
  UsageService: ['BatchRecordUsage', 'StreamUsage'],
  ClockService: ['SetTime', 'AdvanceTime'],
};

const pathsOf = (rpcs: Readonly<Record<string, readonly string[]>>): string[] =>
  Object.entries(rpcs).flatMap(([service, names]) =>
    names.map((name) => `credits.v1.${service}/${name}`),
  );

const files = fromBinary(FileDescriptorSetSchema, fileDescriptorSet()).file.filter(
  (file) => file.package === 'credits.v1',
);
const fieldsOf = new Map(
  files
    .flatMap((file) => file.messageType)
    .map(({ name, field }) => [
      `.credits.v1.${name}`,
      new Map(field.map(({ name: fieldName, number }) => [fieldName, number])),
    ]),
);
const rpcs = new Map(
  files
    .flatMap((file) => file.service)
    .flatMap((service) =>
      service.method.map((method) => [
        `credits.v1.${service.name}/${method.name}`,
        { request: fieldsOf.get(method.inputType), response: fieldsOf.get(method.outputType) },
      ]),
    ),
);

describe('the contracts', () => {
  test('have exactly the RPCs of the API', () => {
    const promised = [queries, commands, withoutOuterKey].flatMap(pathsOf);
    expect([...rpcs.keys()].toSorted()).toEqual(promised.toSorted());
  });

  test('offer every RPC of the descriptors as a definition for grpc-js', () => {
    const offered = Object.entries(services).flatMap(([name, definition]) =>
      Object.values<{ path: string }>(definition).map(({ path }) => {
        expect(path.startsWith(`/${name}/`)).toBe(true);
        return path.slice(1);
      }),
    );
    expect(offered.toSorted()).toEqual([...rpcs.keys()].toSorted());
  });

  test.each(pathsOf(commands))('%s has a key, a dry run and a receipt', (path) => {
    expect(rpcs.get(path)?.request?.get('idempotency_key')).toBe(14);
    expect(rpcs.get(path)?.request?.get('dry_run')).toBe(15);
    expect(rpcs.get(path)?.response?.get('receipt')).toBe(15);
  });

  test.each([...pathsOf(queries), ...pathsOf(withoutOuterKey)])(
    '%s has no key and no receipt of its own',
    (path) => {
      expect(rpcs.get(path)?.request?.has('idempotency_key')).toBe(false);
      expect(rpcs.get(path)?.response?.has('receipt')).toBe(false);
    },
  );

  test('tell the tenant in no request', () => {
    const naming = [...rpcs].filter(([, { request }]) =>
      [...(request?.keys() ?? [])].some((field) => field.includes('tenant')),
    );
    expect(naming).toEqual([]);
  });

  test('record in RecordUsage what a UsageRecord says', () => {
    const record = fieldsOf.get('.credits.v1.UsageRecord') ?? new Map<string, number>();
    expect(fieldsOf.get('.credits.v1.RecordUsageRequest')).toEqual(
      new Map([...record, ['dry_run', 15]]),
    );
  });
});

describe('a refusal', () => {
  test('travels typed in the details of a status', () => {
    const refusal = Refusal.create({
      reason: { $case: 'poolTooSmall', value: { available: '5', needed: '7', shortfall: '2' } },
    });
    const info = ErrorInfo.create({ reason: 'POOL_TOO_SMALL', domain: 'credits.v1' });
    const sent = Status.create({
      code: 9,
      message: 'The pool is short by 2 credits.',
      details: [packAny(ErrorInfo, info), packAny(Refusal, refusal)],
    });

    const { details } = Status.decode(Status.encode(sent).finish());

    expect(details.map(({ typeUrl }) => typeUrl)).toEqual([
      'type.googleapis.com/google.rpc.ErrorInfo',
      'type.googleapis.com/credits.v1.Refusal',
    ]);
    expect(details.slice(1).map(({ value }) => Refusal.decode(value))).toEqual([refusal]);
  });
});

describe('the README', () => {
  test('shows an example that runs and prints what it says', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const [, example = ''] = /```ts\n(.*?)```/s.exec(readme) ?? [];
    const [, promised] = /console\.log\(.*\); \/\/ (.*)/.exec(example) ?? [];

    const printed = execFileSync(
      process.execPath,
      ['--conditions=app-src', '--input-type=module-typescript', '--eval', example],
      { encoding: 'utf8', cwd: new URL('../../..', import.meta.url) },
    );

    expect(printed.trim()).toBe(promised);
  });
});

describe('the protos', () => {
  test('are found with one include path, google/rpc too', () => {
    const root = 'libs/contracts/proto';
    const files = globSync('{credits/v1,google/rpc}/*.proto', { cwd: root });
    const loaded = loadSync([...files], { includeDirs: [root] });
    for (const name of ['credits.v1.UsageService', 'google.rpc.Status', 'google.rpc.Code'])
      expect(loaded).toHaveProperty([name]);
  });
});
