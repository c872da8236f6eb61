import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { AppConfig } from './app-config';
import { ConfigError } from './config-error';
import { loadConfig, processVariables, type Variables } from './load-config';

const SECRET = 'k3y-of-the-configuration-tests-0123456789';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'snackbase-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const load = (variables: Variables = {}) =>
  loadConfig({ SNACKBASE_DATABASE_URL: `sqlite:///${folder}/data/test.db`, ...variables });

function problemsOf(variables: Variables): readonly string[] {
  try {
    load(variables);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  it('has a default for everything', () => {
    const config = load();
    expect(config).toMatchObject({
      environment: 'development',
      apiPrefix: '/api/v1',
      host: '0.0.0.0',
      port: 8000,
      externalUrl: 'http://localhost:8000',
      workers: 1,
      batchMaxSize: 100,
      maxExpandDepth: 3,
      maxBodySize: 10_485_760,
      trustedProxies: ['127.0.0.1', '::1'],
      logLevel: 'info',
      isProduction: false,
    });
  });

  it('has every setting with its default in .env.example', () => {
    const example = parseEnv(readFileSync(join(__dirname, '..', '..', '.env.example'), 'utf8')) as Variables;
    const settings = Object.keys(new AppConfig()).map((name) => name.replace(/[A-Z]/g, '_$&').toUpperCase());
    expect(Object.keys(example).toSorted()).toEqual(settings.map((name) => `SNACKBASE_${name}`).toSorted());
    expect(loadConfig({ ...example, SNACKBASE_SECRET_KEY: SECRET })).toEqual(
      loadConfig({ SNACKBASE_SECRET_KEY: SECRET }),
    );
  });

  it('lets a page under development be loaded anew at every change, and keeps limits that are set', () => {
    const rates = ({ rateLimitPerMinute, rateLimitAuthenticatedPerMinute }: AppConfig) => [
      rateLimitPerMinute,
      rateLimitAuthenticatedPerMinute,
    ];
    expect(rates(load())).toEqual([6000, 6000]);
    expect(rates(load({ SNACKBASE_RATE_LIMIT_PER_MINUTE: '60' }))).toEqual([60, 6000]);
    for (const environment of ['testing', 'production']) {
      const variables = { SNACKBASE_ENVIRONMENT: environment, SNACKBASE_SECRET_KEY: SECRET };
      expect(rates(load(variables))).toEqual([60, 120]);
    }
  });

  it('warns of production that does not know its own address', () => {
    const production = { SNACKBASE_ENVIRONMENT: 'production', SNACKBASE_SECRET_KEY: SECRET };
    expect(load(production).warnings).toEqual([
      'SNACKBASE_EXTERNAL_URL is not set: links in mails and the set-up link lead to http://localhost:8000',
    ]);
    expect(load({ ...production, SNACKBASE_EXTERNAL_URL: 'https://api.acme.example' }).warnings).toEqual([]);
    expect(load().warnings).toEqual([]);
  });

  it('reads names and fixed values in either case, numbers, booleans and both forms of lists', () => {
    const config = load({
      snackbase_environment: 'TESTING',
      SNACKBASE_PORT: ' 9001 ',
      SNACKBASE_DEBUG: 'Yes',
      SNACKBASE_LOG_LEVEL: 'WARNING',
      SNACKBASE_API_PREFIX: 'api/v2/',
      SNACKBASE_CORS_ORIGINS: 'https://a.example, https://b.example',
      SNACKBASE_TRUSTED_PROXIES: '["10.0.0.0/8"]',
      SNACKBASE_WORKERS: '',
      SNACKBASE_UNKNOWN: 'x',
    });
    expect(config).toMatchObject({
      environment: 'testing',
      port: 9001,
      debug: true,
      logLevel: 'warn',
      apiPrefix: '/api/v2',
      corsOrigins: ['https://a.example', 'https://b.example'],
      trustedProxies: ['10.0.0.0/8'],
      workers: 1,
      externalUrl: 'http://localhost:9001',
    });
  });

  it('says which variables it does not know, with the nearest that it does, and no value', () => {
    const { warnings } = load({
      SNACKBASE_LOGLEVEL: 'hunter2',
      snackbase_databse_url: 'hunter2',
      SNACKBASE_COLOUR: 'hunter2',
      SNACKBASE_GONE: undefined,
      SNACKBASE_TEST_SCALE: '2',
      SNACKBASE_PUBLISHED_PORT: '80',
      OTHER_LOGLEVEL: 'x',
    });
    expect(warnings).toEqual([
      'SNACKBASE_LOGLEVEL: is not known; did you mean SNACKBASE_LOG_LEVEL?',
      'snackbase_databse_url: is not known; did you mean SNACKBASE_DATABASE_URL?',
      'SNACKBASE_COLOUR: is not known; .env.example has all settings',
    ]);
    expect(load().warnings).toEqual([]);
  });

  it('names them beside what is wrong, because a missing setting may be among them', () => {
    expect(problemsOf({ SNACKBASE_ENVIRONMENT: 'production', SNACKBASE_SECRET_KEYS: SECRET })).toEqual([
      expect.stringMatching(/^SNACKBASE_SECRET_KEY: must be set/),
      'SNACKBASE_SECRET_KEYS: is not known; did you mean SNACKBASE_SECRET_KEY?',
    ]);
  });

  it('reads a .env file with a byte order mark, as editors on Windows write it', () => {
    const home = process.cwd();
    writeFileSync(join(folder, '.env'), '\uFEFFSNACKBASE_PORT=9100\r\nSNACKBASE_LOG_LEVEL=debug\r\n');
    process.chdir(folder);
    try {
      const { SNACKBASE_PORT: port, SNACKBASE_LOG_LEVEL: level } = processVariables();
      expect([port, level]).toEqual(['9100', 'debug']);
    } finally {
      process.chdir(home);
    }
  });

  it('lists every problem at once and repeats no value', () => {
    const problems = problemsOf({
      SNACKBASE_ENVIRONMENT: 'staging',
      SNACKBASE_PORT: '80000',
      SNACKBASE_WORKERS: 'many',
      SNACKBASE_DEBUG: 'perhaps',
      SNACKBASE_SECRET_KEY: 'hunter2',
      SNACKBASE_DATABASE_URL: 'mysql://root:hunter2@host/db',
      SNACKBASE_CORS_ORIGINS: 'example.com',
      SNACKBASE_SUPERADMIN_EMAIL: 'a@example.com',
    });
    const named = problems.map((problem) => String(problem.split(':')[0]));
    expect(named.toSorted()).toEqual([
      'SNACKBASE_CORS_ORIGINS',
      'SNACKBASE_DATABASE_URL',
      'SNACKBASE_DEBUG',
      'SNACKBASE_ENVIRONMENT',
      'SNACKBASE_PORT',
      'SNACKBASE_SECRET_KEY',
      'SNACKBASE_SUPERADMIN_EMAIL and SNACKBASE_SUPERADMIN_PASSWORD',
      'SNACKBASE_WORKERS',
    ]);
    expect(problems.join()).not.toMatch(/hunter2|staging|80000|many|perhaps/);
  });

  it.each([
    ['missing', {}],
    ['the placeholder', { SNACKBASE_SECRET_KEY: 'change-me-in-production-use-openssl-rand-hex-32' }],
    ['one letter', { SNACKBASE_SECRET_KEY: 'a'.repeat(40) }],
  ])('refuses production with a secret that is %s', (_name, variables) => {
    const problems = problemsOf({ SNACKBASE_ENVIRONMENT: 'production', ...variables });
    expect(problems).toEqual([expect.stringMatching(/^SNACKBASE_SECRET_KEY: /)]);
  });

  it.each(['production', 'development'])('takes no cheap hashes of passwords in %s', (environment) => {
    const set = { SNACKBASE_ENVIRONMENT: environment, SNACKBASE_SECRET_KEY: SECRET };
    const problems = ['SNACKBASE_BCRYPT_COST: must be a whole number from 10 to 15'];
    for (const cost of ['4', '9', '16', '10.5', 'high']) {
      expect(problemsOf({ ...set, SNACKBASE_BCRYPT_COST: cost })).toEqual(problems);
    }
    expect(load({ ...set, SNACKBASE_BCRYPT_COST: '15' }).bcryptCost).toBe(15);
    expect(load(set).bcryptCost).toBe(10);
  });

  it('takes cheap ones in tests', () => {
    const problems = ['SNACKBASE_BCRYPT_COST: must be a whole number from 4 to 15'];
    const set = { SNACKBASE_ENVIRONMENT: 'testing' };
    for (const cost of ['3', '16']) {
      expect(problemsOf({ ...set, SNACKBASE_BCRYPT_COST: cost })).toEqual(problems);
    }
    expect(load({ ...set, SNACKBASE_BCRYPT_COST: '4' }).bcryptCost).toBe(4);
    expect(load(set).bcryptCost).toBe(10);
  });

  it('takes a configured secret and leaves nothing on the disk', () => {
    expect(load({ SNACKBASE_ENVIRONMENT: 'production', SNACKBASE_SECRET_KEY: SECRET }).secretKey).toBe(SECRET);
    expect(() => statSync(join(folder, 'data'))).toThrow('ENOENT');
  });

  it('makes a secret beside the data, readable by its owner only, and keeps it', () => {
    const { secretKey } = load();
    const file = join(folder, 'data', 'secret.key');
    expect(secretKey.length).toBeGreaterThanOrEqual(32);
    expect(readFileSync(file, 'utf8').trim()).toBe(secretKey);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(load().secretKey).toBe(secretKey);
  });
});
