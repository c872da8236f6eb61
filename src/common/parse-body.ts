import { parse } from 'node:querystring';
import { UnsupportedMediaTypeException } from '@nestjs/common';
import { DomainError } from '#domain/kernel/errors';
import { assertUtf8, notUtf8 } from './assert-utf8';
import { unreadable } from './body-bytes';
import { JsonBounds } from './json-bounds';

const CHARSET = /;\s*charset\s*=\s*"?([^\s";]+)/i;
const UTF_8 = new TextDecoder('utf-8', { fatal: true });
const MAX_FORM_FIELDS = 20;
/** How V8 ends a message that tells where the text stops being JSON. The rest of the message may quote the text. */
const PLACE = /\(line (\d+) column (\d+)\)$/;

/** JSON is UTF-8, and clients that say otherwise mean another Unicode encoding or are mistaken: 415. */
export function decoderFor(contentType: string): TextDecoder {
  const charset = CHARSET.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';
  if (charset === 'utf-8') return UTF_8;
  if (!charset.startsWith('utf-')) throw unsupported();
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    throw unsupported();
  }
}

/** Reads one body: its bytes as they come, then all of them. Each throws what is wrong with them. */
export interface BodyParser {
  take?(bytes: Buffer): void;
  parse(bytes: Buffer): unknown;
}

/**
 * An object or a list; an empty text counts as an empty object. Throws DomainError REQUEST_MALFORMED, which never quotes it,
 * and REQUEST_TOO_COMPLEX, as soon as it is.
 */
export class JsonParser implements BodyParser {
  private readonly bounds = new JsonBounds();

  constructor(private readonly decoder: TextDecoder) {}

  take(bytes: Buffer): void {
    if (this.decoder === UTF_8) this.bounds.take(bytes);
  }

  parse(bytes: Buffer): unknown {
    if (this.decoder === UTF_8) this.bounds.end(bytes);
    const text = decode(bytes, this.decoder);
    if (text === '') return {};
    if (this.decoder !== UTF_8) this.checkText(Buffer.from(text));
    const value = parseText(text);
    if (typeof value !== 'object' || value === null) throw notAnObject(value);
    return value;
  }

  private checkText(bytes: Buffer): void {
    this.bounds.take(bytes);
    this.bounds.end(bytes);
  }
}

export class FormParser implements BodyParser {
  constructor(private readonly decoder: TextDecoder) {}

  parse(bytes: Buffer): object {
    const text = decode(bytes, this.decoder);
    if (text.split('&', MAX_FORM_FIELDS + 1).length > MAX_FORM_FIELDS) throw unreadable();
    assertUtf8(text, 'The request body');
    return parse(text);
  }
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const place = PLACE.exec(String(error));
    throw malformed(place === null ? '' : ` (line ${place[1]}, column ${place[2]})`);
  }
}

function decode(bytes: Buffer, decoder: TextDecoder): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw decoder === UTF_8 ? notUtf8('The request body') : unreadable();
  }
}

function unsupported(): UnsupportedMediaTypeException {
  return new UnsupportedMediaTypeException('The charset of the request body is not supported');
}

/** `value`: what JSON calls null, a text, a number, true or false. */
function notAnObject(value: unknown): DomainError {
  const kind = value === null ? 'null' : typeof value === 'string' ? 'a text' : `a ${typeof value}`;
  return new DomainError('REQUEST_MALFORMED', 'invalid', `The request body must be a JSON object or list, not ${kind}`);
}

function malformed(place: string): DomainError {
  return new DomainError('REQUEST_MALFORMED', 'invalid', `The request body is not valid JSON${place}`);
}
