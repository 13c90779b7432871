import { wallet, type RequestsOf, type Services } from '../../spec-kit/example-fields.ts';

/** A request of each RPC of AuditService, as documented. */
export const auditExamples: RequestsOf<Services['credits.v1.AuditService']> = {
  ReadStream: { ...wallet, catalog: false, fromRevision: 3n, pageSize: 100, pageToken: '' },
  ExportStream: { walletId: undefined, catalog: true },
  VerifyStream: { ...wallet, catalog: false },
  CompareReadModels: { ...wallet, catalog: false },
  ExportPerson: { personId: 'ann' },
  ErasePerson: { personId: 'ann' },
};
