import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { UnsupportedMediaTypeException } from '@nestjs/common';
import { DomainError } from '#domain/kernel/errors';

const CHARSET = /;\s*charset\s*=\s*"?([^\s";]+)/i;
const UTF_8 = new TextDecoder();

const UNPACKERS: ReadonlyMap<string, () => NodeJS.ReadWriteStream & Readable> = new Map([
  ['gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

/** Whether all of a plain body has arrived, so that reading it takes no time. */
export function isHere(request: IncomingMessage): boolean {
  const { 'content-length': length, 'content-encoding': encoding } = request.headers;
  return request.readableLength > 0 && request.readableLength === Number(length) && encoding === undefined;
}

/** The text of a body that has arrived. Throws as readText does. */
export function takeText(request: IncomingMessage, limit: number): string {
  const decoder = decoderFor(request.headers['content-type'] ?? '');
  if (request.readableLength > limit) throw tooLarge(limit);
  return decode(takeBytes(request), decoder);
}

/** A single read may return less than there is. */
function takeBytes(request: IncomingMessage): Buffer {
  const first = request.read() as Buffer;
  if (request.readableLength === 0) return first;
  const chunks = [first];
  while (request.readableLength > 0) chunks.push(request.read() as Buffer);
  return Buffer.concat(chunks);
}

/**
 * Reads a body of at most `limit` bytes, decompressed. Throws 415 at once and, where the length is declared, 413 before
 * anything is read; the rest of a body that is refused on the way is discarded.
 */
export function readText(request: IncomingMessage, response: ServerResponse, limit: number): Promise<string> {
  const decoder = decoderFor(request.headers['content-type'] ?? '');
  const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity';
  const unpack = UNPACKERS.get(encoding);
  if (unpack === undefined && encoding !== 'identity') throw unsupported();
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  // A client that waits to be asked for its body is only asked now, so that an earlier refusal spares it the sending.
  if (request.headers.expect !== undefined) response.writeContinue();
  const source = unpack === undefined ? request : request.pipe(unpack());
  return collect(request, source, limit, decoder);
}

function collect(request: IncomingMessage, source: Readable, limit: number, decoder: TextDecoder): Promise<string> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let length = 0;
    const refuse = (error: Error): void => {
      source.off('data', onData);
      request.unpipe();
      request.resume();
      if (source !== request) source.destroy();
      reject(error);
    };
    const onData = (chunk: Buffer): void => {
      length += chunk.length;
      if (length > limit) refuse(tooLarge(limit));
      else chunks.push(chunk);
    };
    source.on('data', onData);
    source.on('end', () => {
      const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length);
      // The listeners live as long as the request, which may wait for its turn.
      chunks = [];
      try {
        resolve(decode(bytes, decoder));
      } catch (error) {
        // Thrown from here, nothing would catch it, and it would end the process.
        reject(error);
      }
    });
    // The sender went away, or what it compressed cannot be decompressed.
    request.on('error', () => refuse(unreadable()));
    if (source !== request) source.once('error', () => refuse(unreadable()));
  });
}

function decode(bytes: Buffer, decoder: TextDecoder): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw unreadable();
  }
}

/** JSON is UTF-8, and clients that say otherwise mean another Unicode encoding or are mistaken. */
function decoderFor(contentType: string): TextDecoder {
  const charset = CHARSET.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';
  if (charset === 'utf-8') return UTF_8;
  if (!charset.startsWith('utf-')) throw unsupported();
  try {
    return new TextDecoder(charset);
  } catch {
    throw unsupported();
  }
}

function unsupported(): UnsupportedMediaTypeException {
  return new UnsupportedMediaTypeException('The charset or encoding of the request body is not supported');
}

function tooLarge(limit: number): DomainError {
  return new DomainError('REQUEST_TOO_LARGE', 'too_large', `The request body is larger than ${limit} bytes`);
}

function unreadable(): DomainError {
  return new DomainError('REQUEST_MALFORMED', 'invalid', 'The request body could not be read');
}
