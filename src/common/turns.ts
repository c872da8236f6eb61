import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Callers } from '#application/kernel/callers';
import { Admission, Turn } from './admission';
import { hasBody, isHere } from './body-text';
import { clientAddress } from './client-address';
import { credentialToken } from './credential-token';

/** As many as these keep a write lane busy: more at a time are not faster, they only need more memory. */
const WRITES = { total: 64, perClient: 24 };
/** As many as these keep the read connections busy. What more of them hold meanwhile would outlive the young generation. */
const READS = { total: 24, perClient: 12 };

/**
 * So many requests are worked on at a time; the others wait at the door, before anything is made of them. Reads take turns
 * by account, writes by credential, and what comes without a credential that is known by its address. A place is free again when the answer begins, so nobody holds it by reading
 * slowly, and it is given only when the body is here, so nobody holds it by sending slowly either.
 */
@Injectable()
export class Turns {
  private readonly reads = new Admission(READS);
  private readonly writes = new Admission(WRITES);

  constructor(private readonly callers: Callers) {}

  /** Lets a request by whose body is on its way: the guard that reads the body lets it wait then. */
  arrive(request: Request, response: Response, go: () => void): void {
    if (isRead(request) || !hasBody(request)) this.wait(request, response, go);
    else {
      // By then the rest of what the socket had is read.
      queueMicrotask(() => {
        if (isHere(request)) this.wait(request, response, go);
        else go();
      });
    }
  }

  wait(request: Request, response: Response, go: () => void): void {
    const admission = isRead(request) ? this.reads : this.writes;
    const turn = new Turn(admission, this.clientOf(request), go);
    response.turn = turn;
    response.on('close', leave);
    // A connection that went away meanwhile tells nobody any more.
    if (response.closed) return;
    admission.enter(turn);
  }

  /** Reads of one account share connections to the database, as the pool gives them out; writes its lane. */
  private clientOf(request: Request): string {
    const token = credentialToken(request);
    const known = token === undefined ? undefined : this.callers.recall(token);
    if (known === undefined) return clientAddress(request) ?? '';
    return isRead(request) ? known.accountId : known.credential.id;
  }
}

function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

function leave(this: Response): void {
  this.turn?.leave();
}
