import {
  AuditServiceService,
  CompareReadModelsRequest,
  type ReadModelsComparison,
  ReadStreamRequest,
  type StreamHead,
  type StreamVerification,
  VerifyStreamRequest,
} from '#contracts';
import type { Callers } from './callers.ts';
import type { Figures } from './figures.ts';

/** What an auditor finds about one wallet. */
export interface Verification {
  readonly walletId: string;
  readonly stream: StreamVerification;
  readonly readModels: ReadModelsComparison;
}

/** Has every hash and invariant checked, and every read model computed again from history. */
export async function verify(
  { staff }: Callers,
  walletIds: readonly string[],
  figures: Figures,
): Promise<readonly Verification[]> {
  const found: Verification[] = [];
  for (const walletId of walletIds) {
    const [stream, readModels] = await Promise.all([
      staff.askResult(AuditServiceService.verifyStream, VerifyStreamRequest.create({ walletId })),
      staff.askResult(
        AuditServiceService.compareReadModels,
        CompareReadModelsRequest.create({ walletId }),
      ),
    ]);
    const differing = readModels.readModels.filter((model) => model.differing > 0n);
    figures.check(`${walletId}, history`, stream.firstBad?.problem ?? stream.ok, true);
    figures.check(`${walletId}, events verified`, stream.revisionsVerified, stream.head?.revision);
    figures.check(`${walletId}, read models compare`, readModels.ok, true);
    figures.check(
      `${walletId}, read models differing`,
      differing.map(({ name }) => name),
      [],
    );
    found.push({ walletId, stream, readModels });
  }
  return found;
}

/** Where the wallets' histories end: it says whether anything was recorded in between. */
export async function headsOf(
  { staff }: Callers,
  walletIds: readonly string[],
): Promise<readonly string[]> {
  const headOf = async (walletId: string): Promise<string> => {
    const request = ReadStreamRequest.create({ walletId, pageSize: 1 });
    const { head } = await staff.ask(AuditServiceService.readStream, request);
    return shownHead(head);
  };
  return Promise.all(walletIds.map(headOf));
}

const shownHead = (head: StreamHead | undefined): string => `${head?.revision} ${head?.hash}`;
