/** The rules and filters that tables show, checked as the server checks them, for fields that are taken on trust. */
import { checkRuleNames } from '#domain/rules/check-names';
import { textOf } from './documents';

const HERE = [
  ['docs/from-pocketbase.md', 'Rules', 1],
  ['docs/from-pocketbase.md', 'Queries', 1],
  ['docs/from-supabase.md', 'Rules', 1],
  ['docs/from-supabase.md', 'Queries', 1],
  ['docs/from-directus.md', 'Rules', 1],
  ['docs/from-directus.md', 'Queries', 1],
  ['docs/rules.md', 'Examples', 0],
] as const;

function cellsOf(page: string, heading: string, column: number): string[] {
  const [, section] = textOf(page).split(`\n## ${heading}\n`);
  const rows = section!
    .split('\n## ')[0]!
    .split('\n')
    .filter((line) => /^\| (?!-)/.test(line));
  // The first row has the names of the columns; rules.md has none in it.
  return rows.slice(1).map((row) => row.slice(2, -2).split(/(?<!\\) \| /)[column]!);
}

const expressionsOf = (cell: string, heading: string): string[] =>
  Array.from(cell.matchAll(/`([^`]+)`/g), ([, span]) => span!.replaceAll('\\|', '|')).flatMap((span) => {
    if (heading !== 'Queries') return [span];
    const filter = /^\??filter=(.*)$/.exec(span)?.[1];
    return filter === undefined ? [] : [filter];
  });

it.each(HERE)('%s, %s', (page, heading, column) => {
  const expressions = cellsOf(page, heading, column).flatMap((cell) => expressionsOf(cell, heading));
  expect(expressions.length).toBeGreaterThan(0);
  for (const text of expressions)
    expect({ text, thrown: thrownBy(() => checkRuleNames(text)) }).toEqual({ text, thrown: null });
});

function thrownBy(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
