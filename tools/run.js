// Runs one of the project's commands on the project's own Node, after installing and building what
// is missing. Started by whatever Node the machine has, so it is plain JavaScript for Node 18.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const fromSource = '--conditions=app-src';
// How Node runs the server here, in the image and in the benchmarks.
const serverFlags = JSON.parse(
  readFileSync(new URL('../deploy/server-flags.json', import.meta.url), 'utf8'),
);

/** What each npm script runs, and whether it needs `dist`. */
const commands = {
  demo: { built: true, args: [fromSource, 'examples/azure-llm-2023/demo.ts'] },
  test: {
    built: true,
    args: [
      fromSource,
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
    ],
  },
  check: { built: false, args: ['tools/check.js'] },
  mutants: { built: false, args: ['tools/mutants.js'] },
  bench: { built: true, args: [fromSource, 'test/bench/main.ts'] },
  credits: { built: true, args: [...serverFlags, 'dist/apps/cli/src/main.js'] },
  build: { built: true, args: [] },
  generate: { built: false, args: [fromSource, 'tools/generate.js'] },
  format: {
    built: false,
    args: ['node_modules/prettier/bin/prettier.cjs', '--write', '.', '--cache'],
  },
};

const nodeMajor = 26;
const installStamp = 'node_modules/.credits-installed';
const buildStamp = 'node_modules/.credits-built';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

async function main([name, ...args]) {
  const command = commands[name];
  if (!command) throw new Error(`Known commands: ${Object.keys(commands).join(', ')}.`);
  await install();
  const node = nodePath();
  if (command.built) await build(node);
  if (command.args.length > 0) process.exitCode = await run(node, [...command.args, ...args]);
}

async function install() {
  const stamp = `${lockfileHash()} ${process.platform} ${process.arch}`;
  if (isStamped(installStamp, stamp)) return;
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js')
    ? [process.execPath, process.env.npm_execpath]
    : ['npm'];
  requireAgreement();
  rmSync(installStamp, { force: true });
  // Registries differ in the platforms they serve optional packages for, and npm would write what
  // this one has into the lockfile. What is installed is what the lockfile pins, wherever that is.
  const unchanged = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  await step('Installing packages', [...npm, 'install', ...unchanged, '--loglevel=error']);
  writeFileSync(installStamp, stamp);
}

/** A package that package.json names and the lockfile does not would be whatever is newest today. */
function requireAgreement() {
  const wanted = pinsOf(JSON.parse(readFileSync('package.json', 'utf8')));
  const locked = pinsOf(JSON.parse(readFileSync('package-lock.json', 'utf8')).packages['']);
  if (wanted.size !== locked.size || [...wanted].some((pin) => !locked.has(pin)))
    throw new Error(
      'package.json and package-lock.json disagree. Run npm install and commit both.',
    );
}

function pinsOf({ dependencies, devDependencies, optionalDependencies }) {
  const pins = { ...dependencies, ...devDependencies, ...optionalDependencies };
  return new Set(Object.entries(pins).map(([name, version]) => `${name}@${version}`));
}

async function build(node) {
  const folders = ['libs', 'apps'].filter((folder) => existsSync(folder));
  const hash = sourcesHash(folders);
  if (folders.length === 0 || (existsSync('dist') && isStamped(buildStamp, hash))) return;
  // Built aside and moved into place, so that nobody reads half a build.
  const aside = `.dist-${process.pid}`;
  const swc = [node, 'node_modules/@swc/cli/bin/swc.js', ...folders, '-d', aside, '--copy-files'];
  const ignored = ['**/*.spec.ts', '**/*.md', 'libs/testing/**'].flatMap((glob) => [
    '--ignore',
    glob,
  ]);
  mkdirSync(aside);
  try {
    await step('Building', [...swc, '--quiet', ...ignored]);
    rmSync('dist', { recursive: true, force: true });
    renameSync(aside, 'dist');
    writeFileSync(buildStamp, hash);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** The Node that the lockfile pins, or this one where it has no binary for the platform. */
function nodePath() {
  const pinned = resolve('node_modules/.bin/node');
  if (existsSync(pinned)) return pinned;
  if (Number.parseInt(process.versions.node, 10) >= nodeMajor) return process.execPath;
  throw new Error(
    `No pinned Node for ${process.platform} ${process.arch}: run this with Node ${nodeMajor} or newer.`,
  );
}

/** Runs a preparing command behind one progress line; what it printed is shown only if it fails. */
async function step(label, [file, ...args]) {
  const startedAt = Date.now();
  const seconds = () => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
  const live = process.stderr.isTTY;
  const show = () => process.stderr.write(`\r${label} … ${seconds()}`);
  const timer = live ? setInterval(show, 100) : undefined;
  if (!live) process.stderr.write(`${label} … `);
  const { code, output } = await outcomeOf(file, args);
  clearInterval(timer);
  process.stderr.write(live ? `\r${label} … ${seconds()}\n` : `${seconds()}\n`);
  if (code === 0) return;
  process.stderr.write(output);
  throw new Error(`${label} failed (${code}).`);
}

function outcomeOf(file, args) {
  return new Promise((done) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    child.on('error', (error) => done({ code: -1, output: `${error.message}\n` }));
    child.on('close', (code, signal) => done({ code: code ?? signal, output }));
  });
}

/** Runs the command itself: its input, output, signals and exit code are ours. */
function run(node, args) {
  return new Promise((done, failed) => {
    const child = spawn(node, args, { stdio: 'inherit' });
    // A terminal sends its interrupt to the whole group: the child already has it.
    process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
    for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('error', failed);
    child.on('close', (code, signal) => done(code ?? 128 + constants.signals[signal]));
  });
}

function lockfileHash() {
  return hashOf(['package.json', 'package-lock.json']);
}

function sourcesHash(folders) {
  const files = folders
    .flatMap((folder) => filesIn(folder))
    .filter((file) => !file.endsWith('.md'));
  return hashOf(['.swcrc', 'package-lock.json', 'tools/run.js', ...files]);
}

function filesIn(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function isStamped(stamp, value) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === value;
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
