// Plants one bug after the other in copies of the repository, each of which the spec that is named
// for it must catch: a test that never failed proves nothing.
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { mutants } from '../test/mutants/index.ts';

const COPIES = 2;
const RUNS_UNPLANTED = 6;
const RUN_MS_MAX = 300_000;
const FULL_RUN_MS_MAX = 3_600_000;

// Neither part of the repository nor needed by a spec.
const LEFT_OUT = new Set(['.git', 'coverage', 'data', 'dist', 'node_modules']);

const usage = `npm run mutants [-- options]
  --only NAME  only the bugs whose name contains this; may be given several times
  --full       run all checks and all tests for each bug instead of its own spec
  --list       name the bugs and plant none`;

const jest = [
  '--conditions=app-src',
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  '--runInBand',
  '--silent',
  '--forceExit',
];

let options;
try {
  options = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      full: { type: 'boolean' },
      list: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  }).values;
} catch (error) {
  console.error(`${error.message}\n${usage}`);
  process.exit(2);
}

const chosen = mutants.filter(
  ({ name }) => options.only === undefined || options.only.some((part) => name.includes(part)),
);

if (options.help) console.log(usage);
else if (options.list) for (const { name, spec } of chosen) console.log(`${name}  ${spec}`);
else process.exitCode = await main();

async function main() {
  const missing = chosen.filter(({ spec }) => !existsSync(spec));
  for (const { name, spec } of missing)
    console.error(`There is no ${spec}, which is to catch: ${name}`);
  if (missing.length > 0 || chosen.length === 0) return 1;
  const copies = Array.from({ length: COPIES }, copyOfRepository);
  try {
    const startedAt = performance.now();
    for (const copy of copies) await run(['tools/run.js', 'build'], copy, RUN_MS_MAX);
    const failing = await outcomesOf(unplantedRuns(), copies, unplanted);
    console.log(`the specs without a bug, ${secondsSince(startedAt)} s`);
    if (failing > 0) return 1;
    const escaped = await outcomesOf(chosen, copies, planted);
    console.log(
      `${chosen.length - escaped} of ${chosen.length} bugs were caught, ` +
        `${secondsSince(startedAt)} s`,
    );
    return escaped === 0 ? 0 : 1;
  } finally {
    for (const copy of copies) rmSync(copy, { recursive: true, force: true });
  }
}

/** Does all of it, as many at once as there are copies, and answers how many were not as they should. */
async function outcomesOf(all, copies, isRight) {
  const waiting = [...all];
  let wrong = 0;
  const work = async (copy) => {
    for (let each = waiting.shift(); each; each = waiting.shift())
      if (!(await isRight(each, copy))) wrong += 1;
  };
  await Promise.all(copies.map(work));
  return wrong;
}

/** The specs that are named, each with the tests that are: most of them together, in a few runs. */
function unplantedRuns() {
  const bySpec = Map.groupBy(chosen, ({ spec }) => spec);
  const narrowed = [...bySpec].filter(([, each]) => each.every(({ test }) => test !== undefined));
  const whole = [...bySpec.keys()].filter((spec) => !narrowed.some(([each]) => each === spec));
  const runs = Map.groupBy(whole, (spec) => whole.indexOf(spec) % RUNS_UNPLANTED);
  return [
    ...narrowed.map(([spec, each]) => [spec, '-t', each.map(({ test }) => test).join('|')]),
    ...runs.values(),
  ];
}

/** Without a bug every spec that is named must pass, or its failing says nothing. */
async function unplanted(specs, copy) {
  const { code, output } = await run([...jest, '--runTestsByPath', ...specs], copy, 2 * RUN_MS_MAX);
  if (code !== 0) console.error(`These must pass without a bug, and do not:\n${output}`);
  return code === 0;
}

async function planted(mutant, copy) {
  const startedAt = performance.now();
  const outcome = await outcomeOf(mutant, copy);
  console.log(row(outcome === 'caught' ? '✓' : '✗', mutant, outcome, startedAt));
  return outcome === 'caught';
}

async function outcomeOf(mutant, copy) {
  const path = join(copy, mutant.file);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const times = before.split(mutant.from).length - 1;
  if (times !== 1) return times === 0 ? 'its text is gone' : `its text is there ${times} times`;
  writeFileSync(
    path,
    before.replace(mutant.from, () => mutant.to),
  );
  try {
    return options.full ? await failsInFull(copy) : await failsIn(mutant, copy);
  } finally {
    writeFileSync(path, before);
  }
}

/** Caught is what fails a test, or hangs in one; a bug with which nothing runs proves nothing. */
async function failsIn({ file, spec, test, built }, copy) {
  if (built) await run(['tools/run.js', 'build'], copy, RUN_MS_MAX);
  const report = join(copy, 'report.json');
  rmSync(report, { force: true });
  const named = test === undefined ? [] : ['-t', test];
  const args = ['--json', '--outputFile', report, '--runTestsByPath', spec, ...named];
  const { code } = await run([...jest, ...args], copy, RUN_MS_MAX);
  if (code === 'TIMEOUT') return 'caught';
  if (!existsSync(report)) return `nothing runs with it in ${file}`;
  const { numFailedTests, numPassedTests } = JSON.parse(readFileSync(report, 'utf8'));
  if (numFailedTests > 0) return 'caught';
  return numPassedTests > 0 ? 'not caught' : 'no test runs with it';
}

async function failsInFull(copy) {
  for (const command of ['check', 'test'])
    if ((await run(['tools/run.js', command], copy, FULL_RUN_MS_MAX)).code !== 0) return 'caught';
  return 'not caught';
}

/** What git knows or would, with the packages of this installation and stamps of its own. */
function copyOfRepository() {
  const copy = mkdtempSync(join(tmpdir(), 'credits-mutants-'));
  for (const file of filesOfRepository()) {
    mkdirSync(join(copy, dirname(file)), { recursive: true });
    cpSync(file, join(copy, file));
  }
  const packages = realpathSync('node_modules');
  mkdirSync(join(copy, 'node_modules'));
  for (const entry of readdirSync(packages)) {
    const isOwn = entry.startsWith('.credits-') || entry === '.cache';
    if (!isOwn) symlinkSync(join(packages, entry), join(copy, 'node_modules', entry));
  }
  cpSync(join(packages, '.credits-installed'), join(copy, 'node_modules/.credits-installed'));
  return copy;
}

function filesOfRepository(folder = '.') {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (LEFT_OUT.has(entry.name) || entry.name.startsWith('.dist-')) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesOfRepository(path) : [path];
  });
}

function run(args, cwd, msMax) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let code;
    const timer = setTimeout(() => {
      code = 'TIMEOUT';
      child.kill('SIGKILL');
    }, msMax);
    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    child.on('error', (error) => done({ code: -1, output: error.message }));
    child.on('close', (status) => {
      clearTimeout(timer);
      done({ code: code ?? status, output });
    });
  });
}

function row(sign, { name, spec }, outcome, startedAt) {
  const told = outcome === 'caught' ? '' : `: ${outcome}`;
  return `${sign} ${secondsSince(startedAt).padStart(5)} s  ${name}${told}\n           ${spec}`;
}

function secondsSince(start) {
  return ((performance.now() - start) / 1000).toFixed(1);
}
