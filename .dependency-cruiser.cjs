/** Asked by the tests of every ring. */
const RANDOM_RUNS = '^test/support/random-runs[.]ts$';

/** The arrows of docs/architecture.md: apps -> src -> {application, sql} -> domain. */
const outside = (ring, allowed) => ({
  name: `${ring}-looks-inward`,
  comment: `${ring} may import only ${allowed.join(', ')}`,
  severity: 'error',
  from: { path: `^libs/${ring}/` },
  to: {
    path: '^(apps|src|libs|test|bench|scripts)/',
    pathNot: [...allowed.map((other) => `^libs/${other}/`), RANDOM_RUNS],
  },
});

module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    // The .cjs files of tests stand beside a built server, which need not be built when this is checked;
    // a typed client stands beside types that are made when it is tested.
    {
      name: 'resolvable',
      severity: 'error',
      from: { pathNot: '^test/(support/.*[.]cjs|e2e/once/typed-client/calls[.]mts)$' },
      to: { couldNotResolve: true },
    },
    outside('domain', ['domain']),
    outside('sql', ['sql', 'domain']),
    outside('application', ['application', 'domain']),
    outside('server-hooks', ['server-hooks', 'domain']),
    {
      name: 'server-hooks-is-for-hook-files',
      comment: 'The server has the types themselves; this is what they look like to those who extend it',
      severity: 'error',
      from: { path: '^(apps|src|libs)/', pathNot: '^libs/server-hooks/' },
      to: { path: '^libs/server-hooks/' },
    },
    {
      name: 'src-knows-no-app',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(apps|test|bench|scripts)/' },
    },
    {
      name: 'production-code-knows-no-test',
      severity: 'error',
      from: { path: '^(apps|src|libs)/', pathNot: '\\.spec\\.ts$' },
      to: { path: ['^test/', '\\.spec\\.ts$'] },
    },
    {
      name: 'libs-know-no-framework',
      comment: 'Libraries are plain TypeScript; only the domain may use re2js (pure, linear-time regular expressions)',
      severity: 'error',
      from: { path: '^libs/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer'], pathNot: 'node_modules/re2js/' },
    },
    {
      name: 're2js-in-the-domain-only',
      severity: 'error',
      from: { path: '^(apps|src|libs/sql|libs/application)/', pathNot: '\\.spec\\.ts$' },
      to: { path: 'node_modules/re2js/' },
    },
    {
      name: 'libs-touch-no-system',
      comment: 'Of Node itself the libraries use only node:crypto',
      severity: 'error',
      from: { path: '^libs/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'typeorm-in-infrastructure-only',
      severity: 'error',
      from: { path: '^(apps|src|libs)/', pathNot: '^src/infrastructure/' },
      to: { path: 'node_modules/(typeorm|@nestjs/typeorm|pg|sqlite3)/' },
    },
    {
      name: 'features-meet-at-their-module',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/' },
      to: { path: '^src/modules/([^/]+)/', pathNot: ['^src/modules/$1/', '\\.module\\.ts$'] },
    },
    {
      name: 'features-are-strangers',
      comment: 'What features of the application share stands in its kernel and its ports',
      severity: 'error',
      from: { path: '^libs/application/src/([^/]+)/' },
      to: { path: '^libs/application/src/', pathNot: '^libs/application/src/($1|kernel|ports)/' },
    },
    {
      name: 'common-knows-no-feature',
      severity: 'error',
      from: { path: '^src/(common|config|infrastructure)/' },
      to: { path: '^src/(modules/|app\\.module|main|bootstrap)' },
    },
    { name: 'no-barrel', severity: 'error', from: {}, to: { path: '(^|/)index[.]ts$', pathNot: 'node_modules' } },
    {
      name: 'no-dev-dependency-in-production',
      severity: 'error',
      from: { path: '^(apps|src|libs)/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist/'] },
    tsPreCompilationDeps: true,
    // Some packages have entries for `import` only.
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
    tsConfig: { fileName: 'tsconfig.json' },
    webpackConfig: { fileName: '.dependency-cruiser.resolve.cjs' },
  },
};
