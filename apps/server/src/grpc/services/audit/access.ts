import { operator, examiners, type Access } from '../../../identity/roles.ts';

/** Who may call what of AuditService. */
export const auditAccess = {
  ReadStream: examiners,
  ExportStream: examiners,
  VerifyStream: examiners,
  CompareReadModels: examiners,
  ExportPerson: operator,
  ErasePerson: operator,
} as const satisfies Readonly<Record<string, Access>>;
