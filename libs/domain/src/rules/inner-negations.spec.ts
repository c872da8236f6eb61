import fc from 'fast-check';
import { randomRuns } from '../../../../test/support/random-runs';
import type { Condition } from './condition';
import { evaluateCondition } from './evaluate';
import { withInnerNegations } from './inner-negations';
import { caller, filter, post, updateRule } from './testing/rule-world';

const relations = { find: () => undefined };

it.each<[string, string]>([
  ['!(price > 1 && title != "a")', 'price <= 1 || title = "a"'],
  ['!(price <= 1 || !(title ~ "a"))', 'price > 1 && title ~ "a"'],
  ['!(title IN ("a") || price = null)', 'title NOT IN ("a") && price != null'],
  ['!public', 'public = false'],
])('%s is %s', (negated, moved) => {
  expect(withInnerNegations(updateRule(negated))).toEqual(updateRule(moved));
});

it('stays before what has several values: none of them, which is not some other', () => {
  const condition = filter('!(tags = "a") && !(reviewers.name = "Bob")');
  expect(withInnerNegations(condition)).toEqual(condition);
});

it('never changes the truth, nor what is unknown', () => {
  const atom = fc.constantFrom(
    'price > 10',
    'stock = 1',
    'title ~ "hello"',
    'status IN ("draft", "x")',
    'stock IN (1, null)',
    'public',
    'due = null',
    'author.name != null',
    'tags = "a"',
    'reviewers.name ~ "b"',
    'changed(title)',
    '@has_role("editor")',
    'if(stock = 1, true, false)',
  );
  const { text } = fc.letrec<{ text: string }>((tie) => ({
    text: fc.oneof(
      { maxDepth: 4 },
      atom,
      tie('text').map((inner) => `!(${inner})`),
      fc.tuple(tie('text'), fc.constantFrom('&&', '||'), tie('text')).map((parts) => `(${parts.join(' ')})`),
    ),
  }));
  const value = fc.constantFrom(null, 1, 11);
  const row = fc.record({ price: value, stock: value, public: fc.constantFrom(true, false, null) });
  const truthOf = (condition: Condition, changes: object): boolean | null =>
    evaluateCondition(condition, { row: { ...post, ...changes }, values: caller, relations });
  fc.assert(
    fc.property(text, row, (source, changes) => {
      const condition = updateRule(source);
      expect(truthOf(withInnerNegations(condition), changes)).toBe(truthOf(condition, changes));
    }),
    randomRuns(1000),
  );
});
