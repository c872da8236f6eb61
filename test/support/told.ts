import type { Answer } from './http';

/** What a caller can tell apart of an answer, with the name that was tried put out of sight. */
export function told({ status, text }: Answer, name: string): string {
  return `${status} ${text.replace(/"request_id":"[^"]*"/, '').replaceAll(name, '*')}`;
}
