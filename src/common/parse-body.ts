import { parse } from 'node:querystring';
import { UnsupportedMediaTypeException } from '@nestjs/common';
import { DomainError } from '#domain/kernel/errors';
import { unreadable } from './body-bytes';
import { checkJsonBounds } from './json-bounds';

const CHARSET = /;\s*charset\s*=\s*"?([^\s";]+)/i;
const UTF_8 = new TextDecoder();
const MAX_FORM_FIELDS = 20;
/** How V8 ends a message that tells where the text stops being JSON. The rest of the message may quote the text. */
const PLACE = /\(line (\d+) column (\d+)\)$/;

/** JSON is UTF-8, and clients that say otherwise mean another Unicode encoding or are mistaken: 415. */
export function decoderFor(contentType: string): TextDecoder {
  const charset = CHARSET.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';
  if (charset === 'utf-8') return UTF_8;
  if (!charset.startsWith('utf-')) throw unsupported();
  try {
    return new TextDecoder(charset);
  } catch {
    throw unsupported();
  }
}

/**
 * An object or a list; an empty text counts as an empty object. Throws DomainError REQUEST_MALFORMED, which never quotes it,
 * and REQUEST_TOO_COMPLEX.
 */
export function parseJson(bytes: Buffer, decoder: TextDecoder): unknown {
  const text = decode(bytes, decoder);
  if (text === '') return {};
  checkJsonBounds(decoder === UTF_8 ? bytes : Buffer.from(text));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const place = PLACE.exec(String(error));
    throw malformed(place === null ? '' : ` (line ${place[1]}, column ${place[2]})`);
  }
  if (typeof value !== 'object' || value === null) throw malformed('');
  return value;
}

export function parseForm(bytes: Buffer, decoder: TextDecoder): object {
  const text = decode(bytes, decoder);
  if (text.split('&', MAX_FORM_FIELDS + 1).length > MAX_FORM_FIELDS) throw unreadable();
  return parse(text);
}

function decode(bytes: Buffer, decoder: TextDecoder): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw unreadable();
  }
}

function unsupported(): UnsupportedMediaTypeException {
  return new UnsupportedMediaTypeException('The charset of the request body is not supported');
}

function malformed(place: string): DomainError {
  return new DomainError('REQUEST_MALFORMED', 'invalid', `The request body is not valid JSON${place}`);
}
