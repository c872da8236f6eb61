import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { AppConfig } from '../config/app-config';
import { Admission } from './admission';
import { clientAddress } from './client-address';
import { credentialToken } from './credential-token';
import { pathUnder } from './path-under';
import { whenAnswered } from './response-head';

/** As many as these keep a write lane busy: more at a time are not faster, they only need more memory. */
const AT_A_TIME = { total: 64, perClient: 24 };

/**
 * Works on so many writes of records at a time; the others wait, before anything but their body is made of them. Clients,
 * known by their credential or else their address, take turns. Stands behind the body, so that a place is never held by
 * who sends slowly, and gives it free when the head of the answer is written, so not by who reads slowly either.
 */
export function admissionMiddleware(config: AppConfig): RequestHandler {
  const admission = new Admission(AT_A_TIME);
  const isOfRecords = pathUnder(config, 'records');

  return (request: Request, response: Response, next: NextFunction): void => {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (reads || !isOfRecords(request)) {
      next();
      return;
    }
    const client = credentialToken(request) ?? clientAddress(request) ?? '';
    const leave = admission.enter(client, next);
    // In a turn of its own: one that is answered at once would otherwise start the next on top of itself.
    whenAnswered(response, () => setImmediate(leave));
  };
}
