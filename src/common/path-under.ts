import type { Request } from 'express';
import type { AppConfig } from '../config/app-config';

/** Tells requests below one of these names, as the router reads paths: in either case, with or without a slash at the end. */
export function pathUnder({ apiPrefix }: AppConfig, ...names: readonly string[]): (request: Request) => boolean {
  const starts = names.map((name) => `${apiPrefix}/${name}/`.toLowerCase());
  return ({ path }) => {
    const asked = `${path}/`.toLowerCase();
    return starts.some((start) => asked.startsWith(start));
  };
}
