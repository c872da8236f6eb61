import type { IncomingMessage, ServerResponse } from 'node:http';
import { UnsupportedMediaTypeException } from '@nestjs/common';
import { DomainError } from '#domain/kernel/errors';

/** A body that comes more slowly, once it has had its first seconds, is given up: it occupies memory that others wait for. */
export interface BodyPace {
  /** Bytes a second; 0: any. */
  readonly minRate: number;
}

const GRACE_MS = 5000;
const LOOK_MS = 1000;
const MS_PER_SECOND = 1000;

export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

/** Whether all of the body arrived, so that reading it takes no time. */
export function isHere(request: IncomingMessage): boolean {
  return request.readableLength > 0 && request.readableLength === Number(request.headers['content-length']);
}

/**
 * Throws 415 for a packed body, and 413 for one that is declared longer than `limit` bytes, before anything is read. Nothing is
 * unpacked: a few bytes would be as costly as a whole body.
 */
export function checkHead({ headers }: IncomingMessage, limit: number): void {
  const encoding = headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (encoding !== 'identity') throw new UnsupportedMediaTypeException('Compressed request bodies are not supported');
  if (Number(headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
}

/** The bytes of a body that is here. */
export function takeBytes(request: IncomingMessage): Buffer {
  // A read may give less than there is.
  const first = request.read() as Buffer;
  if (request.readableLength === 0) return first;
  const chunks = [first];
  while (request.readableLength > 0) chunks.push(request.read() as Buffer);
  return Buffer.concat(chunks);
}

/**
 * Reads a body of at most `limit` bytes. What is left of one that is refused on the way is thrown away. `onBytes` is given
 * what came, told how much that is by now, and may throw.
 */
export function readBytes(
  request: IncomingMessage,
  response: ServerResponse,
  limit: number,
  pace: BodyPace,
  onBytes: (chunk: Buffer, length: number) => void,
): Promise<Buffer> {
  // A client that waits to be asked for its body is not asked before, so that a refusal spares it the sending.
  if (request.headers.expect !== undefined) response.writeContinue();
  return new Promise((resolve, reject) => {
    const gathered = new GatheredBytes(Number(request.headers['content-length'] ?? 0));
    let length = 0;
    const watch = watchPace(
      pace,
      () => length,
      () => refuse(tooSlow(pace)),
    );
    const refuse = (error: unknown): void => {
      clearInterval(watch);
      gathered.forget();
      request.off('data', onData);
      request.resume();
      reject(error);
    };
    const onData = (chunk: Buffer): void => {
      length += chunk.length;
      try {
        if (length > limit) throw tooLarge(limit);
        onBytes(chunk, length);
        gathered.add(chunk);
      } catch (error) {
        refuse(error);
      }
    };
    request.on('data', onData);
    request.on('end', () => {
      clearInterval(watch);
      resolve(gathered.all());
      // The listeners stay as long as the request, which may wait for its turn.
      gathered.forget();
    });
    request.on('error', () => refuse(unreadable()));
  });
}

/** The bytes of a body as they come. Where their number is known, each is copied to its place, so that no chunk stays. */
class GatheredBytes {
  private whole: Buffer | undefined;
  private chunks: Buffer[] = [];
  private length = 0;

  /** `declared`: bytes; 0: not known. */
  constructor(private readonly declared: number) {}

  add(chunk: Buffer): void {
    if (this.declared === 0 || chunk.length === this.declared) {
      this.chunks.push(chunk);
      return;
    }
    // Memory that nothing was written to is none yet, whatever the client declared.
    this.whole ??= Buffer.allocUnsafeSlow(this.declared);
    chunk.copy(this.whole, this.length);
    this.length += chunk.length;
  }

  all(): Buffer {
    if (this.whole !== undefined) return this.whole;
    return this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks);
  }

  forget(): void {
    this.whole = undefined;
    this.chunks = [];
  }
}

function watchPace({ minRate }: BodyPace, length: () => number, giveUp: () => void): NodeJS.Timeout | undefined {
  if (minRate === 0) return undefined;
  const start = performance.now();
  return setInterval(() => {
    const overdue = performance.now() - start - GRACE_MS;
    if (overdue > 0 && length() < (overdue / MS_PER_SECOND) * minRate) giveUp();
  }, LOOK_MS).unref();
}

function tooLarge(limit: number): DomainError {
  return new DomainError('REQUEST_TOO_LARGE', 'too_large', `The request body is larger than ${limit} bytes`);
}

function tooSlow({ minRate }: BodyPace): DomainError {
  const message = `The request body arrives more slowly than ${minRate} bytes a second`;
  return new DomainError('REQUEST_TOO_SLOW', 'aborted', message, { status: 408 });
}

export function unreadable(): DomainError {
  return new DomainError('REQUEST_MALFORMED', 'invalid', 'The request body could not be read');
}
