/**
 * Two projects: `unit` runs beside the code it tests, on both engines where a database is needed; `e2e` runs one suite
 * against the engine in SNACKBASE_TEST_DATABASE, with the built server in its process (test/support/e2e-environment.cjs).
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
  globalTeardown: '<rootDir>/test/support/global-teardown.cjs',
};

module.exports = {
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
      globalSetup: '<rootDir>/test/support/global-setup.cjs',
      testMatch: ['<rootDir>/{libs,src,apps,test/golden,test/support}/**/*.spec.ts'],
    },
    {
      ...common,
      displayName: 'e2e',
      testEnvironment: '<rootDir>/test/support/e2e-environment.cjs',
      transform: { '^.+\\.ts$': ['<rootDir>/test/support/e2e-transform.cjs', SWC] },
      globalSetup: '<rootDir>/test/support/e2e-setup.cjs',
      testMatch: ['<rootDir>/test/e2e/**/*.e2e-spec.ts'],
      // Where PostgreSQL runs both engines do; what no engine has a part in (words of commands, signals, hook files) runs once.
      testPathIgnorePatterns:
        process.env.SNACKBASE_TEST_DATABASE === 'postgres'
          ? ['<rootDir>/test/e2e/once/']
          : ['<rootDir>/test/e2e/both/', '<rootDir>/test/e2e/postgres/'],
    },
  ],
  testTimeout: 90_000 * Number(process.env.SNACKBASE_TEST_SCALE ?? 1),
};
