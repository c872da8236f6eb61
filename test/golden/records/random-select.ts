/** Random SELECTs of macros over posts and authors, as people write them, and texts that nobody should. */
import fc from 'fast-check';
import { NUMBERS, TEXTS } from './sample-rows';

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const joined = (...parts: readonly (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> =>
  fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((texts) => texts.join(''));

type Kind = 'number' | 'text' | 'condition';

/** Every value is one of a post `p`; an author `a` is in sight in the SELECTs inside. */
const { number, text, condition } = fc.letrec<Record<Kind, string>>((tie) => {
  const [n, t, c] = [tie('number'), tie('text'), tie('condition')];
  const comparison = fc.constantFrom(' = ', ' <> ', ' < ', ' >= ');
  const ofAuthors = joined(' FROM authors a WHERE a.id = p.author AND ', c);
  return {
    number: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('p.views', 'p.rating', 'p.views', 'length(p.Title)', ...NUMBERS.map(String)),
      joined('(', n, fc.constantFrom(' + ', ' - ', ' * ', ' / '), n, ')'),
      joined('coalesce(', n, ', ', n, ')'),
      joined('CASE WHEN ', c, ' THEN ', n, ' ELSE ', n, ' END'),
      joined(
        '(SELECT ',
        fc.constantFrom('count(*)', 'max(p.views)', 'count(p.Title)', 'sum(p.views + length(a.name))'),
        ofAuthors,
        ')',
      ),
    ),
    text: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('p.Title', 'p.id', 'p.author', 'P."Title"', ...TEXTS.map(quoted)),
      joined('upper(', t, ')'),
      joined('concat(', t, ', ', t, ')'),
      joined('nullif(', t, ', ', t, ')'),
      joined('(SELECT max(a.name)', ofAuthors, ')'),
    ),
    condition: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('p.published', 'true', 'p.views IS NULL', 'p.author IS NOT NULL'),
      joined(n, comparison, n),
      joined(t, comparison, t),
      joined(n, ' BETWEEN ', n, ' AND ', n),
      joined('NOT (', c, ')'),
      joined('(', c, fc.constantFrom(' AND ', ' OR '), c, ')'),
      joined('EXISTS (SELECT 1', ofAuthors, ')'),
      joined(t, fc.constantFrom(' IN ', ' NOT IN '), '(SELECT a.name', ofAuthors, ')'),
    ),
  };
});

const from = joined(
  ' FROM posts p',
  fc.constantFrom('', ' LEFT JOIN authors b ON b.id = p.author'),
  ' WHERE ',
  condition,
);

export const randomSelect: fc.Arbitrary<string> = fc.oneof(
  joined('SELECT ', fc.constantFrom('sum', 'avg', 'min', 'max', 'count'), '(', number, ')', from),
  joined('SELECT ', fc.constantFrom('min', 'max', 'count'), '(', text, ')', from),
  joined('SELECT count(*) + ', fc.constantFrom('1', 'count(DISTINCT p.author)'), from),
  joined('SELECT ', fc.oneof(number, text), from, ' ORDER BY ', fc.oneof(number, text), fc.constantFrom('', ' DESC')),
);

const PIECES = [
  'SELECT ',
  '1',
  '*',
  ' FROM ',
  'posts',
  'p.',
  'Title',
  ' WHERE ',
  '(',
  ')',
  ', ',
  ';',
  "'",
  '"',
  '$$',
  '$x$',
  '--',
  '/*',
  '*/',
  '\\',
  "E'\\'",
  'U&"\\0070osts"',
  '@x',
  '@',
  '$1',
  '::text',
  'users',
  'pg_sleep(9)',
  'sqlite_master',
  ' UNION ',
  ' AS ',
  '\n',
  '[1]',
  ' OR ',
  ' = ',
  'NULL',
  ' -- \n',
  'account_id',
  '"account_id"',
  '`',
  'true',
  ' LIMIT 1',
  'count(*)',
  'now()',
  "'a''b'",
  '||',
  '#',
  '?',
];

/** Most are refused. */
export const hostileSelect: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('SELECT ', 'SELECT p.Title FROM posts p WHERE ', ''),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }),
  )
  .map(([start, pieces]) => start + pieces.join(''))
  .filter((text) => text.trim() !== '');
