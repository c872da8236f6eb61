import fc from 'fast-check';
import { DomainError } from '#domain/kernel/errors';
import type { Condition } from './condition';
import { filterTemplate } from './filter-template';
import { caller, evaluate, filter, post, updateRule } from './testing/rule-world';
import { randomRuns } from '../../../../test/support/random-runs';

// prettier-ignore
const WORDS = [
  'title', 'price', 'stock', 'public', 'due', 'starts', 'meta', 'tags', 'reviewers.name', 'author.age', 'assignee.email',
  '"x"', "'2026-01-01'", '1', '-2.5', 'null', 'true', '=', '!=', '<', '~', '!~', 'IN', 'NOT', 'IS', '(', ')', ',', '&&', '||',
  'or', '!', '+', '%', '/', '-', '@is_public', '@has_role(', '@request.auth.id', '@request.data.title', 'concat(', 'if(', 'now()',
  'date_add(', 'length(', '"days"', 'isset(', 'changed(',
];

const texts = fc.oneof(
  fc.string({ maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(fc.constantFrom(...WORDS), { maxLength: 30 }).map((words) => words.join(' ')),
);

/** Conditions that are accepted, over values that are null or not. */
// prettier-ignore
const atoms = fc.constantFrom(
  'title = "x"', 'stock > 1', 'stock IS NULL', 'public', 'true', 'false', 'tags = "a"', 'reviewers.active', 'price IN (1, null)',
  'author.age < 40', 'stock NOT IN (1)', 'title ~ "hello"', '@has_group("staff")', 'constructor !~ "x"', 'stock * 0 = 0',
  'coalesce(stock, 1) = 1', 'isset(@request.data.title)',
);
const { condition: conditions } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    atoms,
    fc.tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('condition').map((inner) => `!(${inner})`),
  ),
}));
const rows = fc.record({
  stock: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  public: fc.option(fc.boolean()),
  title: fc.option(fc.string()),
  tags: fc.option(fc.subarray(['a', 'b', 'c'])),
  author: fc.option(fc.constantFrom('ada', 'bob', 'gone')),
});

/** null: refused with a DomainError. Anything else that is thrown fails the test. */
function accepted(compile: (text: string) => Condition, text: string): Condition | null {
  try {
    return compile(text);
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

describe('the rule language', () => {
  it('answers any text with a condition or a DomainError, and evaluates without throwing', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const values = { ...caller, given: filterTemplate(text).given };
        for (const condition of [accepted(updateRule, text), accepted(filter, text)]) {
          const truths =
            condition === null ? [] : [evaluate(condition, { values }), evaluate(condition, { row: {}, values })];
          expect(truths.every((truth) => truth === null || typeof truth === 'boolean')).toBe(true);
        }
      }),
      randomRuns(2000),
    );
  });

  it('keeps the laws of three-valued logic', () => {
    fc.assert(
      fc.property(conditions, conditions, rows, (a, b, values) => {
        const environment = { row: { ...post, ...values }, values: caller };
        const truth = (text: string): boolean | null => evaluate(updateRule(text), environment);
        expect(truth(`!(${a} && ${b})`)).toBe(truth(`!(${a}) || !(${b})`));
        expect(truth(`!(${a} || ${b})`)).toBe(truth(`!(${a}) && !(${b})`));
        expect(truth(`!!(${a})`)).toBe(truth(a));
        expect(truth(`(${a}) && (${b})`)).toBe(truth(`(${b}) && (${a})`));
        expect(truth(`(${a}) || (${b})`)).toBe(truth(`(${b}) || (${a})`));
      }),
      randomRuns(500),
    );
  });

  it('means the same with IN as with the comparisons it stands for', () => {
    const members = fc.array(fc.option(fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(members, fc.option(fc.integer({ min: 0, max: 3 })), (list, stock) => {
        const row = { ...post, stock };
        const spelt = list.map((item) => `stock = ${item}`).join(' || ');
        const inList = `stock IN (${list.map(String).join(', ')})`;
        expect(evaluate(updateRule(inList), { row })).toBe(evaluate(updateRule(spelt), { row }));
      }),
    );
  });
});
