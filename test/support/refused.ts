import { type ServiceError, status } from '@grpc/grpc-js';
import { type Any, BadRequest, ErrorInfo, Refusal, Status } from '#contracts';

/** A call that the ledger said no to, with everything that it said. */
export class Refused extends Error {
  override readonly name = 'Refused';
  /** The gRPC status, "FAILED_PRECONDITION". */
  readonly status: string;
  /** The reason: that of google.rpc.ErrorInfo, else the status. */
  readonly reason: string;
  readonly info: ErrorInfo | undefined;
  readonly refusal: Refusal | undefined;
  readonly violations: readonly BadRequest_Field[];

  constructor(error: ServiceError) {
    const details = detailsOf(error);
    const violations = found(details, 'google.rpc.BadRequest', BadRequest)?.fieldViolations ?? [];
    const wrong = violations.map(({ field, description }) => ` ${field}: ${description}.`);
    super(error.details + wrong.join(''));
    this.status = status[error.code];
    this.info = found(details, 'google.rpc.ErrorInfo', ErrorInfo);
    this.refusal = found(details, 'credits.v1.Refusal', Refusal);
    this.violations = violations;
    this.reason = this.info?.reason ?? this.status;
  }
}

type BadRequest_Field = BadRequest['fieldViolations'][number];

/** The statuses with which the ledger refuses; another one is a fault of the server. */
const refusals: ReadonlySet<number> = new Set([
  status.INVALID_ARGUMENT,
  status.NOT_FOUND,
  status.FAILED_PRECONDITION,
  status.OUT_OF_RANGE,
  status.ALREADY_EXISTS,
  status.PERMISSION_DENIED,
  status.UNAUTHENTICATED,
]);

export const refusedOf = (error: ServiceError): Error =>
  refusals.has(error.code) ? new Refused(error) : error;

/** The status that each reason comes with: the table of refusals of the API, written out once. */
export const statusByReason: Readonly<Record<string, string>> = {
  ...all('INVALID_ARGUMENT', ['IDEMPOTENCY_KEY_REUSED', 'UNKNOWN_SETTING', 'UNKNOWN_QUANTITY']),
  ...all('NOT_FOUND', [
    'WALLET_NOT_FOUND',
    'MEMBER_NOT_FOUND',
    'HOLD_NOT_FOUND',
    'CONSUMPTION_NOT_FOUND',
    'REQUEST_NOT_FOUND',
    'LOT_NOT_FOUND',
  ]),
  ...all('FAILED_PRECONDITION', [
    'INSUFFICIENT_CREDITS',
    'CAP_EXCEEDED',
    'WALLET_CLOSED',
    'HOLDS_OPEN',
    'DEBT_OPEN',
    'HOLD_EXPIRED',
    'HOLD_RESOLVED',
    'OVER_CAPTURE',
    'REQUEST_DECIDED',
    'LOT_EXPIRED',
    'NOTHING_TO_REVERSE',
    'POOL_TOO_SMALL',
    'POCKET_TOO_SMALL',
    'ALLOCATION_NOT_USED',
    'MEMBER_REMOVED',
    'NO_RATE',
    'RATE_REQUIREMENT',
    'MISSING_QUANTITY',
    'COMMAND_TOO_LARGE',
  ]),
  ...all('OUT_OF_RANGE', ['USAGE_TOO_OLD', 'USAGE_IN_FUTURE']),
  ...all('ALREADY_EXISTS', ['ID_TAKEN']),
  ...all('PERMISSION_DENIED', ['PERMISSION_DENIED']),
};

function all(code: string, reasons: readonly string[]): Record<string, string> {
  return Object.fromEntries(reasons.map((reason) => [reason, code]));
}

function detailsOf({ metadata }: ServiceError): readonly Any[] {
  const [packed] = metadata.get('grpc-status-details-bin');
  return packed instanceof Buffer ? Status.decode(packed).details : [];
}

function found<T>(
  details: readonly Any[],
  name: string,
  type: { decode(bytes: Uint8Array): T },
): T | undefined {
  const detail = details.find(({ typeUrl }) => typeUrl === `type.googleapis.com/${name}`);
  return detail && type.decode(detail.value);
}
