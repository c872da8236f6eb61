/**
 * Bounds of a JSON text, checked on its bytes before it is parsed: parsing costs time and memory that depend on what the text
 * holds rather than on its length.
 */
import { DomainError } from '#domain/kernel/errors';

/** A json value of 64 levels, and the lists and objects that a batch of records puts around it. */
const MAX_DEPTH = 67;
const MAX_VALUES = 100_000;
/** Different ones: an object with names that were not seen together before costs far more than one with those of another. */
const MAX_NAMES = 10_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const SPACE = 0x20;

/** `bytes`: UTF-8. Throws DomainError REQUEST_TOO_COMPLEX. Whether it is JSON at all is left to the parser. */
export function checkJsonBounds(bytes: Uint8Array): void {
  let depth = 0;
  let values = 1;
  let members = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    if (byte === QUOTE) {
      at = endOfText(bytes, at + 1);
    } else if (byte === COMMA) {
      values += 1;
      if (values > MAX_VALUES) throw tooComplex(`holds more than ${MAX_VALUES} values`);
    } else if (byte === COLON) {
      members += 1;
    } else if (isOpening(byte)) {
      depth += 1;
      if (depth > MAX_DEPTH) throw tooComplex(`is nested more than ${MAX_DEPTH} levels deep`);
      // The first of its members; a comma stands before each of the others.
      if (!isEmpty(bytes, at + 1)) values += 1;
    } else if (isClosing(byte)) {
      depth -= 1;
    }
  }
  if (members > MAX_NAMES) checkNames(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
}

/** A name is counted as it is written. */
function checkNames(bytes: Buffer): void {
  const names = new Set<string>();
  let from = 0;
  let to = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] === QUOTE) {
      from = at + 1;
      to = endOfText(bytes, from);
      at = to;
    } else if (bytes[at] === COLON) {
      names.add(bytes.toString('latin1', from, to));
      if (names.size > MAX_NAMES) throw tooComplex(`has members of more than ${MAX_NAMES} different names`);
    }
  }
}

function isOpening(byte: number): boolean {
  return byte === 0x5b || byte === 0x7b;
}

function isClosing(byte: number): boolean {
  return byte === 0x5d || byte === 0x7d;
}

/** Whether a list or an object ends before anything is in it. */
function isEmpty(bytes: Uint8Array, from: number): boolean {
  let at = from;
  while (at < bytes.length && bytes[at]! <= SPACE) at += 1;
  return at < bytes.length && isClosing(bytes[at]!);
}

/** The position of the quotation mark that ends the text; the end of the bytes where none does. */
function endOfText(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at += 1) {
    if (bytes[at] === QUOTE) return at;
    if (bytes[at] === BACKSLASH) at += 1;
  }
  return bytes.length;
}

function tooComplex(what: string): DomainError {
  return new DomainError('REQUEST_TOO_COMPLEX', 'unprocessable', `The request body ${what}`);
}
