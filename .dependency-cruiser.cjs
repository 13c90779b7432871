// The import table of ARCHITECTURE.md, as rules.

const spec = '\\.spec\\.ts$';
const publicFace = '^libs/[^/]+/src/index\\.ts$';

/** Which libs a lib may import, and which packages. Its specs may import any lib. */
const table = {
  contracts: {
    libs: [],
    // The last three are what the generated service definitions import.
    packages: ['@bufbuild/protobuf', '@grpc/grpc-js', '@nestjs/microservices', 'rxjs'],
  },
  eventsourcing: { libs: [], packages: [] },
  ledger: { libs: ['eventsourcing'], packages: [], pure: true },
  'read-models': { libs: ['eventsourcing', 'ledger'], packages: [], pure: true },
  processes: { libs: ['eventsourcing', 'ledger', 'read-models'], packages: [], pure: true },
  application: {
    libs: ['eventsourcing', 'ledger', 'read-models', 'processes'],
    packages: ['@nestjs/common', '@nestjs/cqrs'],
  },
  adapters: { libs: ['eventsourcing'] },
  testing: { libs: ['eventsourcing', 'ledger'], packages: ['fast-check', '@jest/globals'] },
};

/** Each driver of an outside system is known in one folder. */
const drivers = {
  '@eventstore/db-client': '^libs/adapters/src/event-store/eventstoredb/',
  mongodb: '^libs/adapters/src/read-model-store/mongodb/',
  kafkajs: '^(libs/adapters/src/message-bus/kafka|apps/server/src/kafka)/',
};

const oneOf = (names) => `(${names.join('|')})`;
const packagePath = (name) => `node_modules/(@types/)?${name}/`;

function libRules([lib, { libs, packages, pure }]) {
  const from = { path: `^libs/${lib}/`, pathNot: spec };
  const rules = [
    {
      name: `${lib}-imports-only-its-libs`,
      from,
      to: { path: '^libs/', pathNot: `^libs/${oneOf([lib, ...libs])}/` },
    },
  ];
  if (packages)
    rules.push({
      name: `${lib}-imports-only-its-packages`,
      from,
      to: {
        path: 'node_modules/',
        pathNot: [...packages, 'node'].map(packagePath),
      },
    });
  if (pure) rules.push({ name: `${lib}-is-pure`, from, to: { dependencyTypes: ['core'] } });
  return rules;
}

function driverRule([driver, folder]) {
  return {
    name: `${driver}-only-in-its-adapter`,
    from: { pathNot: folder },
    to: { path: packagePath(driver) },
  };
}

const rules = [
  { name: 'nothing-unresolvable', from: {}, to: { couldNotResolve: true } },
  { name: 'nothing-circular', from: {}, to: { circular: true } },
  {
    name: 'no-undeclared-packages',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'no-development-packages-in-production',
    from: { path: '^(libs|apps)/', pathNot: [spec, '^libs/testing/'] },
    to: { dependencyTypes: ['npm-dev'], pathNot: packagePath('node') },
  },
  {
    name: 'libs-meet-at-their-public-face',
    from: { path: '^libs/([^/]+)/' },
    to: { path: '^libs/', pathNot: ['^libs/$1/', publicFace] },
  },
  {
    name: 'apps-and-examples-use-public-faces',
    from: { path: '^(apps|examples)/' },
    to: { path: '^libs/', pathNot: publicFace },
  },
  { name: 'libs-know-no-app', from: { path: '^libs/' }, to: { path: '^(apps|test|examples)/' } },
  {
    name: 'apps-use-no-testing',
    from: { path: '^apps/', pathNot: spec },
    to: { path: '^(libs/testing|test|examples)/' },
  },
  {
    name: 'the-outside-knows-only-the-contract',
    from: { path: '^(apps/console|examples)/' },
    to: { path: '^(libs|apps)/', pathNot: ['^libs/contracts/', '^apps/console/'] },
  },
  ...Object.entries(table).flatMap(libRules),
  ...Object.entries(drivers).map(driverRule),
];

module.exports = {
  forbidden: rules.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['app-src', 'import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
