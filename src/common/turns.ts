import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AnonymousScope } from '#application/kernel/anonymous-scope';
import { Callers } from '#application/kernel/callers';
import { AppConfig } from '../config/app-config';
import { networkOf } from '#domain/auth/client-network';
import { Admission, LEAST_BYTES, Turn, type WorkingLimits } from './admission';
import { hasBody, isHere } from './body-bytes';
import { clientAddress } from './client-address';
import { credentialToken, namedAccount } from './caller-headers';
import { type Client, HeldBytes, type HeldLimits } from './held-bytes';

/** As many as these keep a write lane busy: more at a time are not faster, they only need more memory. */
const WRITES: WorkingLimits = {
  total: 64 * LEAST_BYTES,
  perClient: 24 * LEAST_BYTES,
  perAccount: 48 * LEAST_BYTES,
  strangers: 32 * LEAST_BYTES,
};
/** As many as these keep the read connections busy. What more of them hold meanwhile would outlive the young generation. */
const READS: WorkingLimits = {
  total: 24 * LEAST_BYTES,
  perClient: 12 * LEAST_BYTES,
  perAccount: 12 * LEAST_BYTES,
  strangers: 12 * LEAST_BYTES,
};

/** A process that has much to do is alive, too. */
const ANSWERED_AT_ONCE: ReadonlySet<string> = new Set(['/live', '/health']);

/**
 * Requests are worked on as far as their bytes go; the others wait at the door, before anything is made of them. Reads take
 * turns by account, writes by credential, and what comes without a credential that is known by its address. No account has
 * all places, nor have strangers, and strangers have at most half of an account's. A place is free
 * again when the answer begins, so nobody holds it by reading slowly, and it is given only when the body is here, so nobody
 * holds it by sending slowly either.
 */
@Injectable()
export class Turns {
  private readonly reads: Admission;
  private readonly writes: Admission;

  constructor(
    private readonly callers: Callers,
    private readonly anonymous: AnonymousScope,
    config: AppConfig,
  ) {
    const held = new HeldBytes(heldOf(config));
    this.reads = new Admission(READS, held);
    this.writes = new Admission(WRITES, held);
  }

  /**
   * Lets a request by whose body is on its way: the guard that reads the body lets it wait then. So it does with one that is
   * refused, and with a probe that asks for nothing but an answer.
   */
  arrive(request: Request, response: Response, go: () => void): void {
    if (ANSWERED_AT_ONCE.has(request.url)) {
      go();
      return;
    }
    const turn = new Turn(isRead(request) ? this.reads : this.writes, this.clientOf(request), headBytes(request));
    response.turn = turn;
    response.on('close', end);
    // A connection that went away meanwhile tells nobody any more.
    if (response.closed) {
      turn.end();
      return;
    }
    if (turn.isRefused) go();
    else if (isRead(request) || !hasBody(request)) turn.wait(go);
    else {
      // By then the rest of what the socket had is read.
      queueMicrotask(() => {
        if (isHere(request)) turn.wait(go);
        else go();
      });
    }
  }

  /** Reads of one account share connections to the database, as the pool gives them out; writes its lane. */
  private clientOf(request: Request): Client {
    const token = credentialToken(request);
    const known = token === undefined ? undefined : this.callers.recall(token);
    if (known === undefined) {
      const account = token === undefined ? this.anonymous.recall(namedAccount(request)) : null;
      return { name: networkOf(clientAddress(request) ?? ''), account, isStranger: true };
    }
    const { accountId: account, credential } = known;
    return { name: isRead(request) ? account : credential.id, account, isStranger: false };
  }
}

/**
 * One client has a quarter, one account half, and so have strangers together. A quarter holds the largest request or answer, so
 * that there is room for it beside those of strangers.
 */
function heldOf({ maxRequestBytes, maxAnswerSize, maxBodySize }: AppConfig): HeldLimits {
  const perClient = Math.max(maxRequestBytes / 4, maxAnswerSize, maxBodySize + LEAST_BYTES);
  return { total: 4 * perClient, perClient, perAccount: 2 * perClient, strangers: 2 * perClient };
}

function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

function end(this: Response): void {
  this.turn?.end();
}

/** Of the request line and the headers. */
function headBytes({ url, rawHeaders }: Request): number {
  let bytes = url.length;
  for (const text of rawHeaders) bytes += text.length;
  return bytes;
}
