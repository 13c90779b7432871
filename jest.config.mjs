import { readFileSync } from 'node:fs';

const { sourceMaps: _, ...swc } = JSON.parse(
  readFileSync(new URL('.swcrc', import.meta.url), 'utf8'),
);
// Tests import the TypeScript sources, so relative imports keep their `.ts`.
const transform = { ...swc, jsc: { ...swc.jsc, rewriteRelativeImportExtensions: false } };

const libs = [
  'contracts',
  'eventsourcing',
  'ledger',
  'read-models',
  'processes',
  'application',
  'adapters',
  'testing',
];

const project = {
  rootDir: import.meta.dirname,
  testEnvironment: '<rootDir>/tools/jest-environment.cjs',
  testEnvironmentOptions: { customExportConditions: ['app-src', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', transform] },
  // Packages have `#` imports of their own: only the names of our libs may be mapped.
  moduleNameMapper: { [`^#(${libs.join('|')})$`]: '<rootDir>/libs/$1/src/index.ts' },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/\\.stryker-tmp/'],
};

export default {
  maxWorkers: 2,
  // Jest ignores this within a project.
  testTimeout: 60_000,
  coverageProvider: 'v8',
  collectCoverageFrom: ['{libs,apps}/**/src/**/*.ts', '!**/*.spec.ts', '!**/generated/**'],
  projects: [
    {
      ...project,
      displayName: 'unit',
      testMatch: ['<rootDir>/libs/**/*.spec.ts', '<rootDir>/apps/**/*.spec.ts'],
    },
    {
      ...project,
      displayName: 'system',
      testMatch: ['<rootDir>/test/**/*.spec.ts'],
    },
  ],
};
