// Everything that can be said about the code in seconds, one line a step. A failing step shows
// what it printed.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const folders = ['libs', 'apps', 'test', 'examples']
  .filter((folder) => existsSync(folder))
  .join(' ');

/** Each step is a script run by this Node. The longest come first. */
const steps = [
  {
    name: 'unit tests',
    run:
      '--conditions=app-src --experimental-vm-modules --disable-warning=ExperimentalWarning ' +
      'node_modules/jest/bin/jest.js --selectProjects unit --passWithNoTests --silent',
  },
  {
    name: 'types',
    run:
      'node_modules/typescript/bin/tsc --noEmit --incremental ' +
      '--tsBuildInfoFile node_modules/.cache/types.tsbuildinfo',
  },
  {
    name: 'format',
    run: 'node_modules/prettier/bin/prettier.cjs --check . --log-level=warn --cache',
  },
  {
    name: 'import table',
    run:
      `node_modules/dependency-cruiser/bin/dependency-cruiser.mjs ${folders} ` +
      '--config .dependency-cruiser.cjs --output-type err',
  },
  { name: 'dead code', run: 'node_modules/knip/bin/knip.js --no-progress --no-config-hints' },
  { name: 'lint', run: 'node_modules/oxlint/bin/oxlint' },
  { name: 'buf lint', run: 'node_modules/@bufbuild/buf/bin/buf lint' },
];

const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' };
const startedAt = performance.now();
const waiting = [...steps];
const failures = [];

async function work() {
  for (let next = waiting.shift(); next; next = waiting.shift()) await check(next);
}

async function check({ name, run }) {
  const stepStartedAt = performance.now();
  const { code, output } = await outcomeOf(run.split(' '));
  const passed = code === 0;
  console.log(`${passed ? '✓' : '✗'} ${name.padEnd(14)} ${secondsSince(stepStartedAt)}`);
  if (!passed) failures.push({ name, output });
}

function outcomeOf(args) {
  return new Promise((done) => {
    const stdio = ['ignore', 'pipe', 'pipe'];
    const child = spawn(process.execPath, args, { env: { ...process.env, ...colour }, stdio });
    let output = '';
    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    child.on('error', (error) => done({ code: -1, output: error.message }));
    child.on('close', (code) => done({ code, output }));
  });
}

function secondsSince(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`.padStart(7);
}

await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
for (const { name, output } of failures) console.log(`\n── ${name} ──\n${output.trim()}`);
console.log(
  failures.length === 0
    ? `all ${steps.length} checks passed ${secondsSince(startedAt)}`
    : `\n${failures.length} of ${steps.length} checks failed: ${failures.map(({ name }) => name).join(', ')}`,
);
process.exitCode = failures.length === 0 ? 0 : 1;
