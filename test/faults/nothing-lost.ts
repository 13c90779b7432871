import { expect } from '@jest/globals';
import {
  AuditServiceService,
  CompareReadModelsRequest,
  ExportStreamRequest,
  GetBalanceRequest,
  type Receipt,
  ReportServiceService,
  VerifyStreamRequest,
} from '#contracts';
import type { LedgerClient } from '../support/client.ts';
import type { Customers } from './customers.ts';

/**
 * Holds what is stored against what was answered: each accepted command once, at the place that
 * its receipt names, nothing else, and all amounts together are the balance.
 */
export async function expectNothingLost(customers: Customers, client: LedgerClient): Promise<void> {
  for (const walletId of customers.walletIds) {
    const accepted = [...customers.accepted].filter(([command]) => command.walletId === walletId);
    expect(await revisionsByKey(client, walletId)).toEqual(
      new Map(accepted.map(([{ key }, { receipt }]) => [key, revisionsOf(receipt)])),
    );
    const sum = accepted.reduce((total, [{ sign }, { amount }]) => total + sign * amount, 0n);
    const { lastPosition: atLeastPosition } = customers;
    const balance = GetBalanceRequest.create({ walletId, atLeastPosition });
    expect(await client.ask(ReportServiceService.getBalance, balance, 'auditor')).toMatchObject({
      balance: written(sum),
    });
    const { verifyStream, compareReadModels } = AuditServiceService;
    const verify = VerifyStreamRequest.create({ walletId });
    expect(await client.askResult(verifyStream, verify, 'auditor')).toMatchObject({ ok: true });
    const compare = CompareReadModelsRequest.create({ walletId });
    expect(await client.askResult(compareReadModels, compare, 'auditor')).toMatchObject({
      ok: true,
    });
  }
}

interface ExportedEvent {
  readonly revision: number;
  readonly metadata: { readonly idempotencyKey: string };
}

/** The revisions of a wallet's stream by the key under which they were recorded. */
async function revisionsByKey(
  client: LedgerClient,
  walletId: string,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const request = ExportStreamRequest.create({ walletId });
  const answers = await client.askAll(AuditServiceService.exportStream, request, 'auditor');
  const events = answers.slice(0, -1).map(({ line }) => JSON.parse(line) as ExportedEvent);
  const byKey = Map.groupBy(events, ({ metadata }) => metadata.idempotencyKey);
  return new Map([...byKey].map(([key, own]) => [key, own.map(({ revision }) => revision)]));
}

function revisionsOf(receipt: Receipt | undefined): readonly number[] {
  const first = Number(receipt?.firstRevision);
  const count = Number(receipt?.lastRevision) - first + 1;
  return Array.from({ length: count }, (_, index) => first + index);
}

/** Hundredths of a credit as answers write them. */
function written(hundredths: bigint): string {
  const digits = String(hundredths < 0n ? -hundredths : hundredths).padStart(3, '0');
  return `${hundredths < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
