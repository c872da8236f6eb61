import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseEnv } from 'node:util';
import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { AppConfig } from './app-config';
import { ConfigError } from './config-error';
import { parseDatabaseUrl } from './database-url';
import { ENCRYPTION_KEY_FILE, isPlaceholderSecret, keptSecret } from './secret-key';
import { unknownVariables } from './unknown-variables';

const PREFIX = 'SNACKBASE_';
const ENV_FILE = '.env';
const BYTE_ORDER_MARK = /^\uFEFF/;
/** Where the secret is kept when the database is not a file that it could be kept beside. */
const DATA_DIRECTORY = './sb_data';
/** Requests a minute where no limit is set: a page under development is loaded anew at every change. */
const DEVELOPMENT_RATE = 6000;

export type Variables = Readonly<Record<string, string | undefined>>;

/** The variables of the process, over those of the `.env` file of the working directory. */
export function processVariables(): Variables {
  return { ...envFile(), ...process.env };
}

/** Checks and parses the SNACKBASE_ variables. Throws a ConfigError that lists everything that is wrong with them. */
export function loadConfig(variables: Variables = processVariables()): AppConfig {
  const settings = settingsOf(variables);
  const config = plainToInstance(AppConfig, settings, { exposeDefaultValues: true });
  if (config.environment === 'development') Object.assign(config, developmentRates(settings));
  const problems = validateSync(config, { forbidUnknownValues: false }).map(describe);
  let dataDirectory = DATA_DIRECTORY;
  try {
    const target = parseDatabaseUrl(config.databaseUrl);
    if (target.kind === 'sqlite') dataDirectory = dirname(target.file);
  } catch (error) {
    problems.push(`${PREFIX}DATABASE_URL: ${(error as Error).message}`);
  }
  const secret: string | undefined = config.secretKey;
  if (config.isProduction && secret === undefined) {
    problems.push(
      `${PREFIX}SECRET_KEY: must be set in production (for example to the output of: openssl rand -hex 32)`,
    );
  } else if (config.isProduction && secret !== undefined && isPlaceholderSecret(secret)) {
    problems.push(`${PREFIX}SECRET_KEY: is a published placeholder`);
  }
  if (config.isProduction && config.encryptionKey !== undefined && isPlaceholderSecret(config.encryptionKey)) {
    problems.push(`${PREFIX}ENCRYPTION_KEY: is a published placeholder`);
  }
  if ((config.superadminEmail === undefined) !== (config.superadminPassword === undefined)) {
    problems.push(`${PREFIX}SUPERADMIN_EMAIL and ${PREFIX}SUPERADMIN_PASSWORD: must be set together`);
  }
  problems.push(...incomplete(config));
  const unknown = unknownVariables(variables, settingNames());
  // A setting that is missing may be there under a misspelt name.
  if (problems.length > 0) throw new ConfigError([...problems, ...unknown]);
  const warnings = [...warningsOf(config), ...unknown];
  const externalUrl = config.externalUrl ?? `http://localhost:${config.port}`;
  return Object.assign(config, {
    secretKey: secret ?? keptSecret(dataDirectory),
    encryptionKey:
      config.encryptionKey ?? (config.isProduction ? undefined : keptSecret(dataDirectory, ENCRYPTION_KEY_FILE)),
    externalUrl,
    appUrl: config.appUrl ?? externalUrl,
    dataDirectory,
    warnings,
  });
}

function developmentRates(settings: Readonly<Record<string, string>>): Partial<AppConfig> {
  return {
    ...('rateLimitPerMinute' in settings ? {} : { rateLimitPerMinute: DEVELOPMENT_RATE }),
    ...('rateLimitAuthenticatedPerMinute' in settings ? {} : { rateLimitAuthenticatedPerMinute: DEVELOPMENT_RATE }),
  };
}

/** What the server starts with although it is probably not meant. */
function warningsOf({ isProduction, externalUrl, port }: AppConfig): string[] {
  if (!isProduction || externalUrl !== undefined) return [];
  return [`${PREFIX}EXTERNAL_URL is not set: links in mails and the set-up link lead to http://localhost:${port}`];
}

/** Settings that mean nothing without others. */
function incomplete(config: AppConfig): string[] {
  const problems: string[] = [];
  const { singleTenantMode, singleTenantAccount, platformIssuer, platformJwksUrl, platformAudience } = config;
  if (singleTenantMode && singleTenantAccount === undefined) {
    problems.push(`${PREFIX}SINGLE_TENANT_ACCOUNT: must be set in single-tenant mode`);
  }
  if (platformIssuer !== undefined && (platformJwksUrl === undefined || platformAudience === undefined)) {
    problems.push(`${PREFIX}PLATFORM_ISSUER: needs ${PREFIX}PLATFORM_JWKS_URL and ${PREFIX}PLATFORM_AUDIENCE`);
  }
  if (config.isProduction && platformJwksUrl?.startsWith('https:') === false) {
    problems.push(`${PREFIX}PLATFORM_JWKS_URL: must be https in production`);
  }
  if (config.smtpHost !== undefined && config.smtpFromEmail === undefined) {
    problems.push(`${PREFIX}SMTP_FROM_EMAIL: must be set when ${PREFIX}SMTP_HOST is`);
  }
  if ((config.smtpUsername === undefined) !== (config.smtpPassword === undefined)) {
    problems.push(`${PREFIX}SMTP_USERNAME and ${PREFIX}SMTP_PASSWORD: must be set together`);
  }
  return problems;
}

function envFile(): Variables {
  try {
    // Editors on Windows write the mark, which would otherwise be part of the first name.
    return parseEnv(readFileSync(ENV_FILE, 'utf8').replace(BYTE_ORDER_MARK, ''));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new ConfigError([`${ENV_FILE}: cannot be read (${(error as Error).message})`]);
  }
}

function settingNames(): readonly string[] {
  return Object.keys(new AppConfig()).map(variableOf);
}

/** `SNACKBASE_API_PREFIX=/x` becomes `apiPrefix: '/x'`; what the schema does not know is warned of at the start. */
function settingsOf(variables: Variables): Record<string, string> {
  const known = new Map(Object.keys(new AppConfig()).map((property) => [variableOf(property), property]));
  const settings: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) {
    const property = known.get(name.toUpperCase());
    if (property !== undefined && value !== undefined && value.trim() !== '') settings[property] = value;
  }
  return settings;
}

/** Whether a variable counts as set, in whatever case its name is written. */
export function isSet(variables: Variables, name: string): boolean {
  return Object.entries(variables).some(([other, value]) => other.toUpperCase() === name && Boolean(value?.trim()));
}

/** `apiPrefix` is set by `SNACKBASE_API_PREFIX`. */
export function variableOf(property: string): string {
  return PREFIX + property.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

function describe({ property, constraints }: ValidationError): string {
  const reasons = Object.values(constraints ?? {}).map((reason) =>
    reason.startsWith(`${property} `) ? reason.slice(property.length + 1) : reason,
  );
  return `${variableOf(property)}: ${reasons.join(', ')}`;
}
