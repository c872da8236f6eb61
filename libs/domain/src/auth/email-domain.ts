/**
 * The part of an address behind the @. An internationalised domain has two spellings, `münchen.de` and the one of ASCII
 * characters that is looked up for it (`xn--mnchen-3ya.de`), and several ways to write either.
 */
/** A host name in ASCII: two labels or more, of 63 characters at most. No top-level domain is a number. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const ASCII = /^[a-z0-9.-]+$/i;
const OTHER_ASCII = /[^a-z0-9.\-\u0080-\u{10ffff}]/iu;
const PLAIN = /^[\p{L}\p{M}\p{N}.-]+$/u;

export interface EmailDomain {
  /** To be shown and written to: mail programs look up what is meant by `ascii`. */
  readonly shown: string;
  /** Equal for all ways to write the domain. */
  readonly ascii: string;
}

/** null: no domain can be meant by it. */
export function parseEmailDomain(written: string): EmailDomain | null {
  const ascii = ASCII.test(written) ? written.toLowerCase() : toAscii(written);
  if (ascii === null || !HOST.test(ascii)) return null;
  if (ASCII.test(written)) return { shown: written, ascii };
  const mapped = written.normalize('NFKC').toLowerCase();
  return { shown: PLAIN.test(mapped) ? mapped : ascii, ascii };
}

function toAscii(written: string): string | null {
  const url = `http://${written}`;
  return OTHER_ASCII.test(written) || !URL.canParse(url) ? null : new URL(url).hostname;
}
