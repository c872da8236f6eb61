import {
  ArrayMaxSize,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { DEFAULT_BOUNDS } from '../infrastructure/database/records/record-bounds';
import { AsBoolean, AsList, AsLower, AsNumber, FromText } from './env-parsers';
import { IdentityEnvSchema, MIN_SECRET_LENGTH } from './env-identity.schema';

export const ENVIRONMENTS = ['development', 'production', 'testing'] as const;
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export const LOG_FORMATS = ['json', 'console'] as const;

const MAX_LIST = 100;
const MIB = 1024 * 1024;
const SECONDS_PER_YEAR = 31_536_000;

/** What Python's logging calls the levels; the reference server's settings keep working. */
const LEVEL_ALIASES: Readonly<Record<string, string>> = { warning: 'warn', critical: 'fatal' };
/**
 * Every setting of the server. `apiPrefix` is read from SNACKBASE_API_PREFIX and so on; names and fixed values may be
 * written in either case, an empty value counts as not set.
 */
export class EnvSchema extends IdentityEnvSchema {
  /** production: secrets are demanded, the API explorer needs a superadmin, HSTS is sent. */
  @AsLower()
  @IsIn(ENVIRONMENTS)
  readonly environment: (typeof ENVIRONMENTS)[number] = 'development';

  /**
   * An error that keeps the server from starting is printed with its stack; bootstrap-run.ts reads the variable itself.
   */
  @AsBoolean()
  @IsBoolean()
  readonly debug: boolean = false;

  @FromText((text) => `/${text.replace(/^\/+|\/+$/g, '')}`)
  @Matches(/^(\/[A-Za-z0-9._~-]+)+$/, { message: 'must be a path like /api/v1' })
  readonly apiPrefix: string = '/api/v1';

  @FromText((text) => text)
  @MinLength(1)
  readonly host: string = '0.0.0.0';

  /** 0: any free port. */
  @AsNumber()
  @IsInt()
  @Min(0)
  @Max(65_535)
  readonly port: number = 8000;

  /** sqlite:///relative, sqlite:////absolute or postgres://… */
  @FromText((text) => text)
  readonly databaseUrl: string = 'sqlite:///./sb_data/snackbase.db';

  /** Signs tokens and keys. In development one is made and kept beside the data when it is missing. */
  @IsOptional()
  @MinLength(MIN_SECRET_LENGTH, { message: `must have at least ${MIN_SECRET_LENGTH} characters` })
  readonly secretKey: string | undefined = undefined;

  /** Browser origins that may call the API; `*` allows every origin, without credentials. */
  @AsList()
  @ArrayMaxSize(MAX_LIST)
  @Matches(/^(\*|[a-z][a-z0-9+.-]*:\/\/[^\s/,]+)$/i, {
    each: true,
    message: 'each must be an origin like https://app.example.com',
  })
  readonly corsOrigins: readonly string[] = ['http://localhost:3000', 'http://localhost:8000', 'http://localhost:5173'];

  @AsBoolean()
  @IsBoolean()
  readonly corsAllowCredentials: boolean = true;

  @FromText((text) => LEVEL_ALIASES[text.toLowerCase()] ?? text.toLowerCase())
  @IsIn(LOG_LEVELS)
  readonly logLevel: (typeof LOG_LEVELS)[number] = 'info';

  @AsLower()
  @IsIn(LOG_FORMATS)
  readonly logFormat: (typeof LOG_FORMATS)[number] = 'json';

  /** With superadminPassword: the first superadmin, made at the start if there is none yet. */
  @IsOptional()
  @FromText((text) => text)
  @IsEmail({}, { message: 'must be an e-mail address' })
  readonly superadminEmail: string | undefined = undefined;

  @IsOptional()
  @MaxLength(1000)
  readonly superadminPassword: string | undefined = undefined;

  @AsNumber()
  @IsInt()
  @Min(1)
  @Max(1440)
  readonly accessTokenExpireMinutes: number = 60;

  @AsNumber()
  @IsInt()
  @Min(1)
  @Max(365)
  readonly refreshTokenExpireDays: number = 7;

  /** Where users reach the server, for links that it sends; by default http://localhost:<port>. */
  @IsOptional()
  @FromText((text) => text.replace(/\/+$/, ''))
  @IsUrl(
    { require_tld: false, require_protocol: true, protocols: ['http', 'https'] },
    { message: 'must be an http(s) URL' },
  )
  readonly externalUrl: string | undefined = undefined;

  /** Processes that share the port. */
  @AsNumber()
  @IsInt()
  @Min(1)
  @Max(64)
  readonly workers: number = 1;

  @AsNumber()
  @IsInt()
  @Min(1)
  @Max(1000)
  readonly batchMaxSize: number = 100;

  @AsNumber()
  @IsInt()
  @Min(0)
  @Max(5)
  readonly maxExpandDepth: number = 3;

  /** Rows that one request writes, those that a delete takes with it or clears references of included. */
  @AsNumber()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  readonly maxWriteRows: number = DEFAULT_BOUNDS.rows;

  /** Bytes of a request body. */
  @AsNumber()
  @IsInt()
  @Min(1024)
  @Max(1024 * MIB)
  readonly maxBodySize: number = 10 * MIB;

  /** Bytes of one record, as they count for quotas. */
  @AsNumber()
  @IsInt()
  @Min(1024)
  @Max(64 * MIB)
  readonly maxRecordSize: number = DEFAULT_BOUNDS.record;

  /** Bytes of the answer to one request for records, and of the records that one write changes. */
  @AsNumber()
  @IsInt()
  @Min(16_384)
  @Max(256 * MIB)
  readonly maxAnswerSize: number = DEFAULT_BOUNDS.answer;

  /** Bytes of requests that came and are not answered yet: of the process; a client has a quarter, an account or all strangers half. */
  @AsNumber()
  @IsInt()
  @Min(MIB)
  @Max(4096 * MIB)
  readonly maxRequestBytes: number = 48 * MIB;

  /** Bytes a second that a body must arrive with after its first five seconds; 0: any. */
  @AsNumber()
  @IsInt()
  @Min(0)
  @Max(MIB)
  readonly minBodyRate: number = 4096;

  /** A connection whose client takes nothing of its answer for so long is closed. */
  @AsNumber()
  @IsInt()
  @Min(100)
  @Max(600_000)
  readonly sendTimeoutMs: number = 30_000;

  /** Peers whose X-Forwarded-For is believed: addresses, CIDR ranges, or `*`. */
  @AsList()
  @ArrayMaxSize(MAX_LIST)
  @Matches(/^(\*|[0-9A-Fa-f:.]+(\/\d{1,3})?)$/, { each: true, message: 'each must be an address, a CIDR range or *' })
  readonly trustedProxies: readonly string[] = ['127.0.0.1', '::1'];

  @AsBoolean()
  @IsBoolean()
  readonly securityHeadersEnabled: boolean = true;

  /** Seconds; sent in production only. */
  @AsNumber()
  @IsInt()
  @Min(0)
  @Max(10 * SECONDS_PER_YEAR)
  readonly hstsMaxAge: number = SECONDS_PER_YEAR;

  /** frame-ancestors and form-action keep the set-up page from being framed or redirected. */
  @FromText((text) => text)
  @Matches(/^[\x20-\x7e]+$/, { message: 'must be one line of printable ASCII' })
  readonly cspPolicy: string =
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

  /** A single read that takes longer is ended. */
  @AsNumber()
  @IsInt()
  @Min(10)
  @Max(600_000)
  readonly statementTimeoutMs: number = 5000;

  /** Read connections; 0: the engine's own default. */
  @AsNumber()
  @IsInt()
  @Min(0)
  @Max(200)
  readonly dbPoolSize: number = 0;

  /** A folder of hook files, which are loaded at start; none by default. */
  @IsOptional()
  @FromText((text) => text)
  readonly hooksDir: string | undefined = undefined;

  /** What the before-hooks of one request may take together; then it is refused with 504. */
  @AsNumber()
  @IsInt()
  @Min(10)
  @Max(60_000)
  readonly hookTimeoutMs: number = 5000;

  /** After-hooks that run at a time. */
  @AsNumber()
  @IsInt()
  @Min(1)
  @Max(1000)
  readonly hookConcurrency: number = 8;

  /** Bytes of events that wait for their after-hooks; beyond them new writes wait, and are finally refused with 503. */
  @AsNumber()
  @IsInt()
  @Min(65_536)
  @Max(1_073_741_824)
  readonly hookQueueBytes: number = 16_777_216;

  /** How long requests in flight may still run after a stop was requested. */
  @AsNumber()
  @IsInt()
  @Min(1)
  @Max(600)
  readonly shutdownTimeoutSeconds: number = 30;
}
