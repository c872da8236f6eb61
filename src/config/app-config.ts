import { EnvSchema } from './env.schema';

/** The settings this process runs with: checked, parsed, with every secret resolved. Injected by its class. */
export class AppConfig extends EnvSchema {
  declare readonly secretKey: string;
  declare readonly externalUrl: string;

  get isProduction(): boolean {
    return this.environment === 'production';
  }
}
