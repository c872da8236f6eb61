import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Callers } from '#application/kernel/callers';
import { Admission, Turn } from './admission';
import { hasBody, isHere } from './body-text';
import { clientAddress } from './client-address';
import { credentialToken } from './credential-token';

/** This many keep a write lane busy: more at a time are not faster and only need more memory. */
const WRITES = { total: 64, perClient: 24 };
/** This many keep the read connections busy. The data of more of them would outlive the young generation. */
const READS = { total: 24, perClient: 12 };

/**
 * A limited number of requests is worked on at a time; the others wait before anything is allocated for them. Reads
 * take turns by account, writes by credential, and requests without a known credential by address. A place is free
 * again when the answer begins, so nobody holds it by reading slowly, and it is given only when the body has arrived,
 * so nobody holds it by sending slowly either.
 */
@Injectable()
export class Turns {
  private readonly reads = new Admission(READS);
  private readonly writes = new Admission(WRITES);

  constructor(private readonly callers: Callers) {}

  /** Lets a request pass whose body is still on its way: the guard that reads the body then makes it wait. */
  arrive(request: Request, response: Response, go: () => void): void {
    if (isRead(request) || !hasBody(request)) this.wait(request, response, go);
    else {
      // By then the rest of the socket's data has been read.
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
    // A connection that was closed meanwhile emits no event any more.
    if (response.closed) return;
    admission.enter(turn);
  }

  /** Reads of one account share the connections that the pool gives them; writes share the account's lane. */
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
