/**
 * Three projects: `unit` runs beside the code it tests, on both engines where a database is needed; `e2e-sqlite` and
 * `e2e-postgres` run one suite on either engine, with the built server in its process (test/support/e2e-environment.cjs).
 */
const SWC = {
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    keepClassNames: true,
  },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};

const common = {
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  globalTeardown: '<rootDir>/test/support/end-run.cjs',
};

/** `elsewhere`: folders of the suites that this engine does not run. */
const endToEnd = (engine, globalSetup, ...elsewhere) => ({
  ...common,
  displayName: `e2e-${engine}`,
  testEnvironment: '<rootDir>/test/support/e2e-environment.cjs',
  testEnvironmentOptions: { engine },
  transform: { '^.+\\.ts$': ['<rootDir>/test/support/e2e-transform.cjs', SWC] },
  globalSetup: `<rootDir>/test/support/${globalSetup}`,
  testMatch: ['<rootDir>/test/e2e/**/*.e2e-spec.ts'],
  testPathIgnorePatterns: elsewhere.map((folder) => `<rootDir>/test/e2e/${folder}/`),
});

module.exports = {
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
  projects: [
    {
      ...common,
      displayName: 'unit',
      testEnvironment: 'node',
      transform: { '^.+\\.ts$': ['@swc/jest', SWC] },
      moduleNameMapper: {
        '^#domain/(.*)$': '<rootDir>/libs/domain/src/$1',
        '^#sql/(.*)$': '<rootDir>/libs/sql/src/$1',
        '^#application/(.*)$': '<rootDir>/libs/application/src/$1',
        '^#server/(.*)$': '<rootDir>/src/$1',
      },
      globalSetup: '<rootDir>/test/support/postgres-setup.cjs',
      testMatch: ['<rootDir>/{libs,src,apps,test/golden,test/support}/**/*.spec.ts'],
    },
    endToEnd('sqlite', 'e2e-setup.cjs', 'both', 'postgres'),
    // Where PostgreSQL runs both engines do; what no engine has a part in (words of commands, signals, hook files) runs once.
    endToEnd('postgres', 'e2e-postgres-setup.cjs', 'once', 'sqlite'),
  ],
  testTimeout: 90_000 * Number(process.env.SNACKBASE_TEST_SCALE ?? 1),
};
