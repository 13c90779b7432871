import { status, type ServiceError } from '@grpc/grpc-js';
import { Refusal, Status } from '#contracts';

const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && 'metadata' in error && 'code' in error;

/** Why the ledger said no to a call that it must refuse. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call;
  } catch (error) {
    if (isServiceError(error) && error.code === status.FAILED_PRECONDITION) return detailOf(error);
    throw error;
  }
  throw new Error('This should have been refused.');
}

function detailOf({ metadata, message }: ServiceError): Refusal {
  const [packed] = metadata.get('grpc-status-details-bin');
  const { details } = Status.decode(
    typeof packed === 'string' ? Buffer.from(packed) : (packed ?? Buffer.of()),
  );
  const detail = details.find(({ typeUrl }) => typeUrl.endsWith('/credits.v1.Refusal'));
  if (detail === undefined) throw new Error(`Refused without a reason: ${message}`);
  return Refusal.decode(detail.value);
}
