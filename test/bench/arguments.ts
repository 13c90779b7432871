import { parseArgs } from 'node:util';

/** What `npm run bench` is asked for. */
export type BenchArguments =
  | { readonly help: string }
  | {
      /** The ids of the benchmarks to run. */
      readonly ids: readonly string[];
      /** Whether a machine reads what is printed. */
      readonly json: boolean;
    };

const OPTIONS = {
  only: { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/**
 * Reads the arguments; throws for any that is unknown. An id also stands for those that begin with
 * it, as B4 for B4a and B4b, and brings with it what it is compared with.
 */
export function benchArguments(
  given: readonly string[],
  known: readonly { readonly id: string; readonly against?: string | undefined }[],
): BenchArguments {
  const { values } = parseArgs({ args: [...given], options: OPTIONS });
  const help = helpOf(known.map(({ id }) => id));
  if (values.help) return { help };
  const wanted = (values.only ?? []).flatMap((ids) => ids.split(','));
  const unknown = wanted.filter((name) => !known.some(({ id }) => isNamed(id, name)));
  if (unknown.length > 0) throw new Error(`There is no benchmark ${unknown.join(', ')}.\n${help}`);
  const asked = known.filter(
    ({ id }) => wanted.length === 0 || wanted.some((name) => isNamed(id, name)),
  );
  const peers = new Set(asked.flatMap(({ against }) => against ?? []));
  const ids = known.filter((each) => asked.includes(each) || peers.has(each.id));
  return { ids: ids.map(({ id }) => id), json: values.json };
}

const isNamed = (id: string, name: string): boolean =>
  id === name || (id.startsWith(name) && /^[a-z]$/.test(id.slice(name.length)));

const helpOf = (ids: readonly string[]): string => `npm run bench -- [--only <id>...] [--json]

  --only <id>  only this benchmark and what it is compared with: ${ids.join(', ')}
  --json       the figures as JSON
  --help       this

BENCH_ROUNDS says how often each of them and its peer take turns. B14 needs no rounds.`;
