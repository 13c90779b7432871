import type {
  CompareReadModelsRequest,
  ErasePersonRequest,
  ExportPersonRequest,
  ExportStreamRequest,
  ReadStreamRequest,
  VerifyStreamRequest,
} from '#contracts';
import { type FormOf, WhenGiven, type Form } from '../../transport/validation/form.ts';
import { isEntityId } from '../../transport/validation/predicates.ts';
import { IsEntityId, rule } from '../../transport/validation/rules.ts';
import { IsPageSize, IsPageToken } from '../common-forms.ts';

const NamesOneStream = () =>
  rule(
    'namesOneStream',
    (walletId, message) =>
      (message as ReadStreamRequest).catalog
        ? walletId === undefined
        : walletId !== undefined && isEntityId(walletId),
    'must be the id of a wallet, or unset with catalog',
  );

/** Names one stream: a wallet's, or the catalogue's. */
class StreamForm
  implements
    FormOf<ExportStreamRequest>,
    FormOf<VerifyStreamRequest>,
    FormOf<CompareReadModelsRequest>
{
  @NamesOneStream() walletId: unknown;
  catalog: unknown;
}

const IsRevision = () =>
  rule(
    'isRevision',
    (value) => typeof value === 'bigint' && value >= 1n && value <= Number.MAX_SAFE_INTEGER,
    'must be a revision, counted from 1',
  );

class ReadStreamForm extends StreamForm implements FormOf<ReadStreamRequest> {
  @WhenGiven() @IsRevision() fromRevision: unknown;
  @IsPageSize() pageSize: unknown;
  @IsPageToken() pageToken: unknown;
}

/** Names a person. */
class PersonForm implements FormOf<ExportPersonRequest>, FormOf<ErasePersonRequest> {
  @IsEntityId() personId: unknown;
}

/** What the requests of AuditService must be like. */
export const auditForms = {
  ReadStream: ReadStreamForm,
  ExportStream: StreamForm,
  VerifyStream: StreamForm,
  CompareReadModels: StreamForm,
  ExportPerson: PersonForm,
  ErasePerson: PersonForm,
} as const satisfies Readonly<Record<string, Form>>;
