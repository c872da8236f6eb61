/**
 * Whether a password with all kinds of characters is nevertheless among the first that somebody tries: a common word, or the
 * user's own name, with digits and signs around it; a walk over the keyboard; the same again and again. The tries that
 * login throttling leaves are few, so a list of a few thousand words is enough; a full estimate of strength would cost tens
 * of milliseconds for texts chosen to be slow.
 */
import { COMMON_PASSWORD_WORDS } from './common-passwords';

export interface PasswordOwner {
  readonly email?: string;
  /** The account's name and slug, and the application's name. */
  readonly names?: readonly string[];
}

const MIN_OWN_WORD = 3;
/** A part that is repeated must be this long, or the whole is as weak as the part. */
const MIN_UNIT = 8;
/** A password that consists of at most this many runs of neighbouring keys or letters counts as a walk. */
const MAX_WALKS = 4;
/** Digits and signs beside the letters that may stand for letters themselves, as in `4dmin` or `welc0m3`. */
const MAX_EDGE = 2;

const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '!': 'i',
  '3': 'e',
  '4': 'a',
  '@': 'a',
  '5': 's',
  $: 's',
  '7': 't',
};
/** How digits and signs may be meant: as what they are, or as letters, with two readings of 1. */
const READINGS: readonly Readonly<Record<string, string>>[] = [{}, LEET, { ...LEET, '1': 'l', '!': 'l' }];

const NO_LETTER = /[^\p{L}]/gu;

const SHIFTED = '!@#$%^&*()_+{}:"<>?~|';
const UNSHIFTED = "1234567890-=[];',./`\\";
const KEY_ROWS = ['1234567890-=', 'qwertyuiop[]', "asdfghjkl;'", 'zxcvbnm,./'];

export function isGuessable(password: string, owner: PasswordOwner = {}): boolean {
  const text = password.normalize('NFKC').toLowerCase();
  const unit = repeatedUnit(text);
  if (unit.length < text.length && unit.length < MIN_UNIT) return true;
  return isWalk(text) || isWord(unit, wordsOf(owner));
}

/** At most one common word, and beside it nothing but words of the owner. */
function isWord(text: string, own: ReadonlySet<string>): boolean {
  return readingsOf(text).some((reading) => {
    const words = new Set(lettersOf(reading).map(repeatedUnit));
    const others = [...words].filter((word) => !own.has(word));
    if (others.length === 0) return words.size > 0;
    return others.length === 1 && COMMON_PASSWORD_WORDS.has(others[0]!);
  });
}

/** The part from its first to its last letter, with up to a few characters more on each side, in every reading. */
function readingsOf(text: string): string[] {
  const first = text.search(/\p{L}/u);
  const last = text.search(/\p{L}[^\p{L}]*$/u);
  if (first < 0) return [];
  const readings: string[] = [];
  for (let start = Math.max(0, first - MAX_EDGE); start <= first; start += 1) {
    for (let end = last + 1; end <= Math.min(text.length, last + 1 + MAX_EDGE); end += 1) {
      const part = text.slice(start, end);
      for (const letters of READINGS) readings.push(part.replace(NO_LETTER, (sign) => letters[sign] ?? sign));
    }
  }
  return readings;
}

function wordsOf({ email = '', names = [] }: PasswordOwner): ReadonlySet<string> {
  const words = new Set<string>();
  for (const name of [email.slice(0, Math.max(0, email.lastIndexOf('@'))), ...names]) {
    const parts = lettersOf(name.normalize('NFKC').toLowerCase());
    for (const word of [...parts, parts.join('')]) words.add(word);
  }
  return words;
}

function lettersOf(text: string): string[] {
  return text.split(/[^\p{L}]+/u).filter((word) => word.length >= MIN_OWN_WORD);
}

/** The shortest text whose repetition makes up the whole. */
function repeatedUnit(text: string): string {
  for (let length = 1; length <= text.length / 2; length += 1) {
    const unit = text.slice(0, length);
    if (text.length % length === 0 && unit.repeat(text.length / length) === text) return unit;
  }
  return text;
}

function isWalk(text: string): boolean {
  const keys = Array.from(text, (character) => UNSHIFTED[SHIFTED.indexOf(character)] ?? character);
  const breaks = keys.filter((key, index) => index > 0 && !areNeighbours(keys[index - 1]!, key)).length;
  return breaks < MAX_WALKS;
}

/** The same key, the next letter or digit, or keys that touch (rows are offset to the right, one by one). */
function areNeighbours(a: string, b: string): boolean {
  if (a === b || Math.abs(a.codePointAt(0)! - b.codePointAt(0)!) === 1) return true;
  const [rowA, columnA] = placeOf(a);
  const [rowB, columnB] = placeOf(b);
  if (rowA < 0 || rowB < 0) return false;
  if (rowA === rowB) return Math.abs(columnA - columnB) === 1;
  const shift = columnB - columnA;
  return (rowB - rowA === 1 && (shift === 0 || shift === -1)) || (rowA - rowB === 1 && (shift === 0 || shift === 1));
}

function placeOf(key: string): [row: number, column: number] {
  const row = KEY_ROWS.findIndex((keys) => keys.includes(key));
  return [row, KEY_ROWS[row]?.indexOf(key) ?? -1];
}
