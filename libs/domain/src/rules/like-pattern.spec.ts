import fc from 'fast-check';
import { likeNeedle, likePattern, matchesLike } from './like-pattern';
import { randomRuns } from '../../../../test/support/random-runs';

/** The plain definition, exponential: tries every split. */
function matchesSlowly(text: readonly string[], pattern: readonly string[]): boolean {
  const [unit, ...rest] = pattern;
  if (unit === undefined) return text.length === 0;
  if (unit === '%') return text.some((_, index) => matchesSlowly(text.slice(index), rest)) || matchesSlowly([], rest);
  const literal = unit === '\\' ? rest[0] : unit;
  const after = unit === '\\' ? rest.slice(1) : rest;
  if (text.length === 0 || (unit !== '_' && text[0]!.toLowerCase() !== literal!.toLowerCase())) return false;
  return matchesSlowly(text.slice(1), after);
}

describe('likePattern', () => {
  it.each([
    ['abc', '%abc%'],
    ['abc%', 'abc%'],
    ['%', '%'],
    ['', '%%'],
    ['a_c', '%a_c%'],
    ['100\\%', '%100\\%%'],
    ['a\\', '%a\\\\%'],
    ['%a\\', '%a\\\\'],
    ['a\\\\%', 'a\\\\%'],
  ])('%s -> %s', (text, pattern) => {
    expect(likePattern(text)).toBe(pattern);
  });

  it('refuses what is too long for SQLite to match', () => {
    expect(likePattern('x'.repeat(1000))).toHaveLength(1002);
    expect(likePattern('x'.repeat(1001))).toBeNull();
  });
});

describe('likeNeedle', () => {
  it.each([
    ['', ''],
    ['Ipsum DolÖr', 'ipsum dolÖr'],
    ['100\\%', '100%'],
    ['a\\', 'a\\'],
    ['a\\\\b', 'a\\b'],
    ['a_c', null],
    ['a%', null],
    ['%a%', 'a'],
    ['x'.repeat(1001), null],
  ])('%s -> %s', (text, needle) => {
    expect(likeNeedle(text)).toBe(needle);
  });

  it('is found where the pattern matches', () => {
    const texts = fc.array(fc.constantFrom('a', 'B', 'b', '😀'), { maxLength: 7 });
    const patterns = fc.array(fc.constantFrom('a', 'b', '😀', '\\a', '_'), { maxLength: 4 });
    fc.assert(
      fc.property(texts, patterns, (parts, pattern) => {
        const [text, needle] = [parts.join(''), likeNeedle(pattern.join(''))];
        fc.pre(needle !== null);
        expect(text.toLowerCase().includes(needle)).toBe(matchesLike(text, likePattern(pattern.join(''))!));
      }),
      randomRuns(1000),
    );
  });
});

describe('matchesLike', () => {
  it.each([
    ['Straße', 'STRAßE', true],
    ['Ä', 'ä', false],
    ['a😀b', 'a_b', true],
    ['😀', '__', false],
    ['😀😀', '%_😀', true],
    ['a%b', 'a\\%b', true],
    ['axb', 'a\\%b', false],
    ['a_b', 'a\\_b', true],
    ['a\\', 'a\\\\', true],
    ['abab', '%ab', true],
    ['ab', 'ab%ab', false],
    ['aXbXc', 'a%x%_', true],
    ['line\nbreak', 'line%break', true],
    ['', '', true],
    ['', '%', true],
    ['', '_', false],
  ])('%s ~ %s: %s', (text, pattern, expected) => {
    expect(matchesLike(text, pattern)).toBe(expected);
  });

  it('matches by the plain definition', () => {
    const texts = fc.array(fc.constantFrom('a', 'B', 'b', '😀'), { maxLength: 7 });
    const patterns = fc.array(fc.constantFrom('a', 'b', '%', '_', '😀', '\\%', '\\a'), { maxLength: 6 });
    fc.assert(
      fc.property(texts, patterns, (text, pattern) => {
        const joined = pattern.join('');
        expect(matchesLike(text.join(''), joined)).toBe(matchesSlowly(text, Array.from(joined)));
      }),
      randomRuns(3000),
    );
  });

  it('finishes on patterns that make backtracking explode', () => {
    expect(matchesLike('a'.repeat(50_000), `${'%a'.repeat(300)}%b`)).toBe(false);
    expect(matchesLike('a'.repeat(50_000), `${'%_a'.repeat(200)}%b`)).toBe(false);
  });
});
