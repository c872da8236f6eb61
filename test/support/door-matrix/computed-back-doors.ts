/** What is computed of the records that refer to one tells no more of them than they do themselves. */
import type { Answer, Json } from '../http';
import type { Cell, Door } from './doors';
import { type Label, LABELS, sight, valueOf, visible } from './facts';
import { countedAs, isCounted } from './matrix-world';
import { refusedName } from './seen';

const NOT_COUNTED = 'not counted';

interface Counted {
  readonly name: string;
  readonly query: (name: string) => string;
  readonly seen: (items: readonly Json[], name: string) => unknown;
  /** By those who read the field clear; null: of a record that they may not see. */
  readonly expected: (values: readonly (readonly [label: Label, value: string | null])[]) => unknown;
}

function counted({ name, query, seen, expected }: Counted): Door {
  return {
    name,
    see: async ({ world, caller, rule, field }) => {
      if (!isCounted(rule, field)) return NOT_COUNTED;
      const ask = (named: string): Promise<Answer> =>
        world.call(caller, 'GET', `/records/roots?sort=label&${query(named)}`);
      const computed = countedAs(rule, field);
      const answer = await ask(computed);
      return (await refusedName(ask, computed, answer)) ?? seen(answer.body.items, computed);
    },
    expect: ({ caller, rule, field }: Cell) => {
      if (!isCounted(rule, field)) return NOT_COUNTED;
      if (sight(caller, field) !== 'clear') return 'unknown';
      const labels = visible(caller, rule);
      return expected(LABELS.map((label) => [label, labels.includes(label) ? valueOf(field, label) : null]));
    },
  };
}

export const COMPUTED_BACK_DOORS: readonly Door[] = [
  counted({
    name: 'computed of a back-relation',
    query: (name) => `fields=label,${name}`,
    seen: (items, name) => items.map((item) => [item.label, item[name]]),
    expected: (values) => values,
  }),
  counted({
    name: 'filter by what is computed of a back-relation',
    query: (name) => `filter=${name} != null`,
    seen: (items) => items.map(({ label }) => label),
    expected: (values) => values.flatMap(([label, value]) => (value === null ? [] : label)),
  }),
];
