/**
 * Bounds of a JSON text, checked on its bytes as they come and before it is parsed: parsing costs time and memory that depend
 * on what the text holds rather than on its length.
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
const SPACES = [0x20, 0x0a, 0x0d, 0x09];
const OPENING = [0x5b, 0x7b];
const CLOSING = [0x5d, 0x7d];

/** What a byte outside of texts is. Everything else is a part of a number, of a literal or of what is no JSON. */
const Kind = { other: 0, space: 1, quote: 2, comma: 3, colon: 4, opening: 5, closing: 6 } as const;
const KINDS = new Uint8Array(256);
for (const byte of SPACES) KINDS[byte] = Kind.space;
for (const byte of OPENING) KINDS[byte] = Kind.opening;
for (const byte of CLOSING) KINDS[byte] = Kind.closing;
KINDS[QUOTE] = Kind.quote;
KINDS[COMMA] = Kind.comma;
KINDS[COLON] = Kind.colon;

/** Most texts end within so many bytes; a call of the engine finds the end of a longer one faster than a loop. */
const SHORT_TEXT = 32;

/** Of one text in UTF-8. Whether it is JSON at all is left to the parser. */
export class JsonBounds {
  private depth = 0;
  private values = 1;
  private members = 0;
  /** Whether the last byte that is no space opened a list or an object. */
  private opened = false;
  private isInText = false;
  /** Whether the next byte follows a backslash in a text. */
  private isEscaped = false;

  /** The next bytes. Throws DomainError REQUEST_TOO_COMPLEX. */
  take(bytes: Buffer): void {
    let at = this.isInText ? this.leaveText(bytes, this.isEscaped ? 1 : 0) + 1 : 0;
    let { opened } = this;
    for (; at < bytes.length; at += 1) {
      const kind = KINDS[bytes[at]!];
      if (kind === Kind.space) continue;
      if (kind === Kind.opening) this.open();
      else if (kind === Kind.closing) this.close(opened);
      else if (kind === Kind.comma) this.add();
      else if (kind === Kind.colon) this.members += 1;
      else if (kind === Kind.quote) at = this.leaveText(bytes, at + 1);
      opened = kind === Kind.opening;
    }
    this.opened = opened;
  }

  /** All of the bytes, once they were taken. Throws DomainError REQUEST_TOO_COMPLEX. */
  end(bytes: Buffer): void {
    if (this.members > MAX_NAMES) checkNames(bytes);
  }

  private open(): void {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw tooComplex(`is nested more than ${MAX_DEPTH} levels deep`);
    // The first of its members; a comma stands before each of the others.
    this.values += 1;
  }

  private close(isEmpty: boolean): void {
    this.depth -= 1;
    if (isEmpty) this.values -= 1;
  }

  private add(): void {
    this.values += 1;
    if (this.values > MAX_VALUES) throw tooComplex(`holds more than ${MAX_VALUES} values`);
  }

  /** The position of the quotation mark that ends the text, or behind the bytes. */
  private leaveText(bytes: Buffer, from: number): number {
    const end = endOfText(bytes, from);
    this.isInText = end >= bytes.length;
    this.isEscaped = end > bytes.length;
    return end;
  }
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

/**
 * The position of the quotation mark that ends the text; where none does, the number of bytes, or one more if the last of
 * them is a backslash that escapes the next.
 */
function endOfText(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length) {
    for (const looped = at + SHORT_TEXT; at < looped && at < bytes.length; at += 1) {
      if (bytes[at] === QUOTE) return at;
      if (bytes[at] === BACKSLASH) at += 1;
    }
    if (at >= bytes.length) break;
    const found = bytes.indexOf(QUOTE, at);
    const end = found < 0 ? bytes.length : found;
    const isEscaped = backslashesBefore(bytes, at, end) % 2 === 1;
    if (found >= 0 && !isEscaped) return found;
    at = isEscaped ? end + 1 : end;
  }
  return at;
}

function backslashesBefore(bytes: Buffer, from: number, end: number): number {
  let at = end;
  while (at > from && bytes[at - 1] === BACKSLASH) at -= 1;
  return end - at;
}

function tooComplex(what: string): DomainError {
  return new DomainError('REQUEST_TOO_COMPLEX', 'unprocessable', `The request body ${what}`);
}
