import type { Request } from 'express';
import { clientAddress } from './client-address';

/** Why a request was refused, and of whom, for its line in the log. */
export interface Refusal {
  readonly code: string;
  readonly client: string | undefined;
}

/** Asks for the address now: a connection that has closed does not know it any more. */
export function noteRefusal(request: Request, code: string): void {
  request.refusal = { code, client: clientAddress(request) ?? undefined };
}
