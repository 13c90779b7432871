import { AuditServiceService, ExportStreamRequest } from '#contracts';
import { type Sight, viewer } from './answers.ts';

/** An event as an export gives it. */
export interface ExportedEvent {
  readonly revision: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A wallet's export: its events, and where they end. */
export async function exported({ client, walletId }: Sight): Promise<{
  readonly events: readonly ExportedEvent[];
  readonly head: unknown;
}> {
  const request = ExportStreamRequest.create({ walletId });
  const answers = await client.askAll(AuditServiceService.exportStream, request, viewer);
  const lines = answers.map(({ line }) => JSON.parse(line) as unknown);
  return { events: lines.slice(0, -1) as ExportedEvent[], head: lines.at(-1) };
}

/** All of an event that does not depend on when the ledger learned of it. */
export function upToRecordedAt({ revision, type, data, metadata }: ExportedEvent): object {
  const { recordedAt: _, prevHash: _prev, hash: _hash, ...rest } = metadata;
  const { eventId: _id, causationId: _cause, ...same } = rest;
  return { revision, type, data, metadata: same };
}
