import { Any } from './generated/google/protobuf/any.ts';
import { fileDescriptorSetBase64 } from './generated/descriptors.ts';
import { AuditServiceService } from './generated/credits/v1/audit.ts';
import { CatalogServiceService } from './generated/credits/v1/catalog.ts';
import { ClockServiceService } from './generated/credits/v1/clock.ts';
import { HoldServiceService } from './generated/credits/v1/hold.ts';
import { MemberServiceService } from './generated/credits/v1/member.ts';
import { ReportServiceService } from './generated/credits/v1/report.ts';
import { RequestServiceService } from './generated/credits/v1/request.ts';
import { UsageServiceService } from './generated/credits/v1/usage.ts';
import { WalletServiceService } from './generated/credits/v1/wallet.ts';

export * from './generated/credits/v1/audit.ts';
export * from './generated/credits/v1/catalog.ts';
export * from './generated/credits/v1/clock.ts';
export * from './generated/credits/v1/common.ts';
export * from './generated/credits/v1/hold.ts';
export * from './generated/credits/v1/member.ts';
export * from './generated/credits/v1/refusal.ts';
export * from './generated/credits/v1/report.ts';
export * from './generated/credits/v1/request.ts';
export * from './generated/credits/v1/usage.ts';
export * from './generated/credits/v1/wallet.ts';
export { Any } from './generated/google/protobuf/any.ts';
export { Duration } from './generated/google/protobuf/duration.ts';
export { Timestamp } from './generated/google/protobuf/timestamp.ts';
export {
  BadRequest,
  BadRequest_FieldViolation,
  ErrorInfo,
  RetryInfo,
} from './generated/google/rpc/error_details.ts';
export { Status } from './generated/google/rpc/status.ts';

/** Every service of the API by its full name, as grpc-js takes it. */
export const services = {
  'credits.v1.WalletService': WalletServiceService,
  'credits.v1.UsageService': UsageServiceService,
  'credits.v1.HoldService': HoldServiceService,
  'credits.v1.MemberService': MemberServiceService,
  'credits.v1.RequestService': RequestServiceService,
  'credits.v1.ReportService': ReportServiceService,
  'credits.v1.CatalogService': CatalogServiceService,
  'credits.v1.AuditService': AuditServiceService,
  'credits.v1.ClockService': ClockServiceService,
} as const;

/** The descriptors of all files, a google.protobuf.FileDescriptorSet: what reflection serves. */
export const fileDescriptorSet = (): Uint8Array => Buffer.from(fileDescriptorSetBase64, 'base64');

/** A message under its type's name, as the details of a google.rpc.Status want it. */
export const packAny = <T>(type: MessageType<T>, message: T): Any => ({
  typeUrl: `type.googleapis.com/${type.$type}`,
  value: Buffer.from(type.encode(message).finish()),
});

/** What the generated code offers for each message. */
interface MessageType<T> {
  readonly $type: string;
  encode(message: T): { finish(): Uint8Array };
}
