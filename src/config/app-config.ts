import { EnvSchema } from './env.schema';

/** The settings this process runs with: checked, parsed, with every secret resolved. Injected by its class. */
export class AppConfig extends EnvSchema {
  declare readonly secretKey: string;
  /** undefined: production has none, and needs none as long as no field is encrypted. */
  declare readonly encryptionKey: string | undefined;
  declare readonly externalUrl: string;
  /** The base of every link in a mail; never a request's Host header. */
  declare readonly appUrl: string;
  /** Where the server keeps what is not in the database: secret, outbox. */
  declare readonly dataDirectory: string;
  /** Sentences about what is probably not meant, variables that look like settings and are none among them, for the log. */
  declare readonly warnings: readonly string[];

  get isProduction(): boolean {
    return this.environment === 'production';
  }
}
