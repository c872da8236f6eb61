import type { AppConfig } from '#server/config/app-config';

/** The trusted issuer, where its keys are, and what its tokens must say. */
export interface IssuerOptions {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly audience: string;
  readonly roleClaim: string;
  readonly emailClaim: string;
  readonly keysLiveSeconds: number;
  readonly maxTokenAgeSeconds: number;
}

/** null: no issuer is trusted. */
export function issuerOptions(config: AppConfig): IssuerOptions | null {
  const { platformIssuer: issuer, platformJwksUrl: jwksUrl, platformAudience: audience } = config;
  if (issuer === undefined || jwksUrl === undefined || audience === undefined) return null;
  return {
    issuer,
    jwksUrl,
    audience,
    roleClaim: config.platformRoleClaim,
    emailClaim: config.platformEmailClaim,
    keysLiveSeconds: config.platformJwksCacheSeconds,
    maxTokenAgeSeconds: config.platformMaxTokenAgeSeconds,
  };
}
