import { table } from './markdown.ts';
import { DEVELOPMENT_SETTINGS, SETTINGS, type AnySetting } from '../settings.ts';

/** docs/settings.md, made from the table that the environment is read by. */
export function settingsPage(): string {
  const server: readonly AnySetting[] = Object.values(SETTINGS);
  return `# Settings

Every variable of the environment that the ledger reads. \`npm run generate\` makes this page from
\`apps/server/src/settings.ts\`. A variable that is set must have its form, also an empty one:
otherwise the server says in one sentence what is wrong, and ends with exit code 1 before it takes a
call. The command line reads the same variables, and ends with exit code 2.

${table(
  ['variable', 'default', 'form', 'meaning'],
  server.map(({ variable, standard, form, meaning }) => [
    code(variable),
    standard === null ? '–' : code(standard),
    form,
    meaning,
  ]),
)}

For those who work on the ledger:

${table(
  ['variable', 'default', 'meaning'],
  DEVELOPMENT_SETTINGS.map(([variable, standard, meaning]) => [
    code(variable),
    standard === '–' ? standard : code(standard),
    meaning,
  ]),
)}
`;
}

const code = (text: string): string => `\`${text}\``;
