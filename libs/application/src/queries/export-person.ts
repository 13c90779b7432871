import { exportPerson } from '../persons/export-person.ts';
import type { PersonAsked } from '../persons/persons-wallets.ts';
import { answering } from './answering.ts';
import { LedgerQuery } from './ledger-query.ts';

export class ExportPerson extends LedgerQuery<
  PersonAsked,
  { readonly lines: AsyncIterable<string> }
> {}

export const exportPersonHandler = answering(ExportPerson, async (reading, asked, _at, reader) => ({
  lines: exportPerson(reading, asked, reader),
}));
