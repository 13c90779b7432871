import type { Mutant } from './mutant.ts';

/** The command line, and what it shares with the audit. */
export const cli: readonly Mutant[] = [
  {
    name: 'texts are erased without a word',
    file: 'apps/cli/src/commands/erase.ts',
    from: 'if (options.yes !== true)',
    to: 'if (false)',
    spec: 'test/audit/cli.spec.ts',
    test: 'erase makes texts unreadable',
    built: true,
  },
  {
    name: 'what does not verify says 0',
    file: 'libs/application/src/audit/compare-read-models.ts',
    from: 'collections.every(({ differing }) => differing === 0)',
    to: 'collections.every(({ differing }) => differing >= 0)',
    spec: 'test/audit/compare-read-models.spec.ts',
  },
];
