import {
  ArrayMaxSize,
  IsBoolean,
  IsEmail,
  IsInt,
  IsObject,
  IsOptional,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { DEFAULT_BCRYPT_COST, IsBcryptCost } from './bcrypt-cost';
import { AsBoolean, AsList, AsLower, AsNumber, AsRates, FromText } from './env-parsers';

export const MIN_SECRET_LENGTH = 32;
const MAX_LIST = 100;
const MAX_PREVIOUS_SECRETS = 5;
const MAX_RATE = 1_000_000;

/** The settings of identity: who may come in, how often, and how people are told by mail. */
export class IdentityEnvSchema {
  /** Earlier values of secretKey: what they signed or encrypted is still accepted, nothing new is made with them. */
  @AsList()
  @ArrayMaxSize(MAX_PREVIOUS_SECRETS)
  @MinLength(MIN_SECRET_LENGTH, { each: true, message: `each must have at least ${MIN_SECRET_LENGTH} characters` })
  readonly secretKeyPrevious: readonly string[] = [];

  /** Encrypts the values of encrypted fields. */
  @IsOptional()
  @MinLength(MIN_SECRET_LENGTH)
  readonly encryptionKey: string | undefined = undefined;

  /** Earlier values of encryptionKey: what they encrypted can be read, and is encrypted anew. */
  @AsList()
  @ArrayMaxSize(MAX_PREVIOUS_SECRETS)
  @MinLength(MIN_SECRET_LENGTH, { each: true, message: `each must have at least ${MIN_SECRET_LENGTH} characters` })
  readonly encryptionKeyPrevious: readonly string[] = [];

  /** What mails call the service. */
  @FromText((text) => text)
  @Matches(/^[^\p{Cc}]{1,100}$/u, { message: 'must be one line of at most 100 characters' })
  readonly appName: string = 'SnackBase';

  /** Where users reach the application, for the links in mails; by default externalUrl. */
  @IsOptional()
  @FromText((text) => text.replace(/\/+$/, ''))
  @IsUrl(
    { require_tld: false, require_protocol: true, protocols: ['http', 'https'] },
    { message: 'must be an http(s) URL' },
  )
  readonly appUrl: string | undefined = undefined;

  @IsOptional()
  @FromText((text) => text)
  @IsEmail({}, { message: 'must be an e-mail address' })
  readonly supportEmail: string | undefined = undefined;

  /** Without it, mails are written to the outbox beside the data (not in production, where they wait and fail). */
  @IsOptional()
  @FromText((text) => text)
  @Matches(/^[A-Za-z0-9.:-]+$/, { message: 'must be a host name or an address' })
  readonly smtpHost: string | undefined = undefined;

  @AsNumber()
  @IsInt()
  @Min(1)
  @Max(65_535)
  readonly smtpPort: number = 587;

  @IsOptional()
  readonly smtpUsername: string | undefined = undefined;

  @IsOptional()
  readonly smtpPassword: string | undefined = undefined;

  /** STARTTLS is demanded. */
  @AsBoolean()
  @IsBoolean()
  readonly smtpUseTls: boolean = true;

  /** TLS from the first byte (port 465). */
  @AsBoolean()
  @IsBoolean()
  readonly smtpUseSsl: boolean = false;

  @IsOptional()
  @FromText((text) => text)
  @IsEmail({}, { message: 'must be an e-mail address' })
  readonly smtpFromEmail: string | undefined = undefined;

  @FromText((text) => text)
  @Matches(/^[^\p{Cc}]{1,100}$/u, { message: 'must be one line of at most 100 characters' })
  readonly smtpFromName: string = 'SnackBase';

  @IsOptional()
  @FromText((text) => text)
  @IsEmail({}, { message: 'must be an e-mail address' })
  readonly smtpReplyTo: string | undefined = undefined;

  /** Whether strangers may register. */
  @AsBoolean()
  @IsBoolean()
  readonly registrationEnabled: boolean = true;

  /** Domains whose addresses may register; empty: all. */
  @AsList()
  @ArrayMaxSize(MAX_LIST)
  @Matches(/^[A-Za-z0-9.-]+$/, { each: true, message: 'each must be a domain' })
  readonly registrationEmailDomains: readonly string[] = [];

  /** One account for everybody: people who register join it as users, and nobody needs to name it. */
  @AsBoolean()
  @IsBoolean()
  readonly singleTenantMode: boolean = false;

  /** The slug of that account, which is made at start. */
  @IsOptional()
  @AsLower()
  @Matches(/^[a-z][a-z0-9-]{2,31}$/, { message: 'must be a slug: 3 to 32 of a-z, 0-9 and -, beginning with a letter' })
  readonly singleTenantAccount: string | undefined = undefined;

  @IsOptional()
  @FromText((text) => text)
  @MaxLength(255)
  readonly singleTenantAccountName: string | undefined = undefined;

  @AsBoolean()
  @IsBoolean()
  readonly rateLimitEnabled: boolean = true;

  /** Requests a minute from one address without a credential. In development, this and the next one have higher defaults. */
  @AsNumber()
  @IsInt()
  @Min(1)
  @Max(MAX_RATE)
  readonly rateLimitPerMinute: number = 60;

  /** Requests a minute from one user. */
  @AsNumber()
  @IsInt()
  @Min(1)
  @Max(MAX_RATE)
  readonly rateLimitAuthenticatedPerMinute: number = 120;

  @AsNumber()
  @Min(1)
  @Max(100)
  readonly rateLimitBurstMultiplier: number = 1;

  /** Requests a minute of one account, its strangers included; 0: any number. */
  @AsNumber()
  @IsInt()
  @Min(0)
  @Max(MAX_RATE)
  readonly quotaRequestsPerMinute: number = 0;

  /** Bytes of the records and kept answers of one account; 0: any number. */
  @AsNumber()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  readonly quotaStorage: number = 0;

  /** Records of one account; 0: any number. */
  @AsNumber()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  readonly quotaRecords: number = 0;

  /** Days after which an account that somebody registered and nobody used is deleted; 0: never. */
  @AsNumber()
  @IsInt()
  @Min(0)
  @Max(3650)
  readonly unusedAccountDays: number = 7;

  /** A JSON object of paths and their requests a minute, for example {"/api/v1/auth/login": 20}. */
  @AsRates()
  @IsObject({ message: 'must be a JSON object of paths and whole numbers' })
  readonly rateLimitEndpoints: Readonly<Record<string, number>> = {};

  /** What a hash of a password costs to make and to compare with; twice as much for each one more. */
  @AsNumber()
  @IsBcryptCost()
  readonly bcryptCost: number = DEFAULT_BCRYPT_COST;

  /** Failed logins a minute from one address. */
  @AsNumber()
  @IsInt()
  @Min(1)
  @Max(MAX_RATE)
  readonly loginRateLimitPerMinute: number = 10;

  /** Failed logins of one user before it is locked. */
  @AsNumber()
  @IsInt()
  @Min(2)
  @Max(MAX_RATE)
  readonly loginLockoutThreshold: number = 20;

  /** Seconds of the first lock; each further one is twice as long, up to a day. */
  @AsNumber()
  @IsInt()
  @Min(1)
  @Max(86_400)
  readonly loginLockoutSeconds: number = 900;

  @AsNumber()
  @IsInt()
  @Min(1)
  @Max(1000)
  readonly apiKeyMaxPerUser: number = 10;

  /** Days that a key without a given end lives; absent: it does not expire. */
  @IsOptional()
  @AsNumber()
  @IsInt()
  @Min(1)
  @Max(3650)
  readonly apiKeyDefaultExpirationDays: number | undefined = undefined;

  /** The issuer whose tokens are accepted beside our own; needs platformJwksUrl and platformAudience. */
  @IsOptional()
  @FromText((text) => text)
  @MaxLength(500)
  readonly platformIssuer: string | undefined = undefined;

  @IsOptional()
  @FromText((text) => text)
  @IsUrl(
    { require_tld: false, require_protocol: true, protocols: ['http', 'https'] },
    { message: 'must be an http(s) URL' },
  )
  readonly platformJwksUrl: string | undefined = undefined;

  @IsOptional()
  @FromText((text) => text)
  @MaxLength(500)
  readonly platformAudience: string | undefined = undefined;

  @FromText((text) => text)
  @Matches(/^[\w:/.-]{1,200}$/, { message: 'must be the name of a claim' })
  readonly platformRoleClaim: string = 'snackbase_role';

  @FromText((text) => text)
  @Matches(/^[\w:/.-]{1,200}$/, { message: 'must be the name of a claim' })
  readonly platformEmailClaim: string = 'email';

  @AsNumber()
  @IsInt()
  @Min(1)
  @Max(86_400)
  readonly platformJwksCacheSeconds: number = 300;

  /** A token that was issued longer ago is refused, whatever its own end. */
  @AsNumber()
  @IsInt()
  @Min(1)
  @Max(86_400)
  readonly platformMaxTokenAgeSeconds: number = 300;

  /** Whether this process takes jobs (mails, deletions). */
  @AsBoolean()
  @IsBoolean()
  readonly jobWorkerEnabled: boolean = true;

  /** Seconds between two polls for jobs that nobody announced. */
  @AsNumber()
  @Min(0.05)
  @Max(3600)
  readonly jobWorkerPollInterval: number = 1;

  /** Seconds after which a job counts as lost and is given to another worker. */
  @AsNumber()
  @IsInt()
  @Min(1)
  @Max(86_400)
  readonly jobExecutionTimeout: number = 300;

  /** Days that jobs are kept after their end. */
  @AsNumber()
  @IsInt()
  @Min(1)
  @Max(3650)
  readonly jobRetentionDays: number = 7;
}
