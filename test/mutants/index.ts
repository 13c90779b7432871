import { adapters } from './adapters.ts';
import { cli } from './cli.ts';
import { eventsourcing } from './eventsourcing.ts';
import { ledger } from './ledger.ts';
import { money } from './money.ts';
import type { Mutant } from './mutant.ts';
import { readModels } from './read-models.ts';
import { server } from './server.ts';

/** Every bug that `npm run mutants` plants. */
export const mutants: readonly Mutant[] = [
  ...ledger,
  ...money,
  ...eventsourcing,
  ...adapters,
  ...readModels,
  ...server,
  ...cli,
];
