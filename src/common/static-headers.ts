import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet, { type HelmetOptions } from 'helmet';
import type { AppConfig } from '../config/app-config';

const DAY_SECONDS = 86_400;
const PERMISSIONS_POLICY =
  'geolocation=(), microphone=(), camera=(), payment=(), usb=(), magnetometer=(), gyroscope=(), accelerometer=()';

type Header = readonly [name: string, value: string];

/**
 * The security headers, which are the same on every answer. Helmet computes them once, here: for each request it would
 * repeat the same work, next to queries that cost little more.
 */
export function staticHeaders(config: AppConfig): readonly Header[] {
  if (!config.securityHeadersEnabled) return [];
  const headers: Header[] = [];
  const response = {
    setHeader: (name: string, value: string) => headers.push([name, value]),
    removeHeader: () => undefined,
  };
  helmet(options(config))({} as IncomingMessage, response as unknown as ServerResponse, (error) => {
    if (error instanceof Error) throw error;
  });
  headers.push(['Content-Security-Policy', config.cspPolicy], ['Permissions-Policy', PERMISSIONS_POLICY]);
  return headers;
}

function options(config: AppConfig): HelmetOptions {
  return {
    // The policy is a setting and taken as it is written.
    contentSecurityPolicy: false,
    strictTransportSecurity:
      config.isProduction && config.hstsMaxAge > 0
        ? { maxAge: config.hstsMaxAge, includeSubDomains: config.hstsMaxAge >= DAY_SECONDS }
        : false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    // Files are shown by pages of other origins, which CORS and the access rules decide on.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    // No browser that is still in use needs it.
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xDnsPrefetchControl: false,
    originAgentCluster: false,
  };
}
