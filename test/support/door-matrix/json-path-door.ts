/** What is inside of a json field is as hidden as the field. */
import type { Answer, Json } from '../http';
import { byRule, type Cell, type Door, hiddenAs, labelsOf } from './doors';
import { type Label, sight, valueOf, visible } from './facts';
import { BOXED, boxOf, collectionOf } from './matrix-world';
import { refusedName } from './seen';

const NO_JSON = 'never json';

interface Inside {
  readonly name: string;
  /** Behind the collection; `box` is the json field. */
  readonly query: (cell: Cell, box: string) => string;
  readonly seen: (body: Json, box: string) => unknown;
  /** By those who read the field, of the records that they may see. */
  readonly expected: (labels: readonly Label[], cell: Cell) => unknown;
}

function inside({ name, query, seen, expected }: Inside): Door {
  return {
    name,
    see: async (cell) => {
      const { world, caller, rule, field } = cell;
      if (!BOXED.includes(field)) return NO_JSON;
      const ask = (box: string): Promise<Answer> =>
        world.call(caller, 'GET', `/records/${collectionOf(rule)}${query(cell, box)}`);
      const box = boxOf(field);
      const answer = await ask(box);
      return (await refusedName(ask, box, answer)) ?? seen(answer.body, box);
    },
    expect: (cell) => {
      const { caller, rule, field } = cell;
      if (!BOXED.includes(field)) return NO_JSON;
      return byRule(cell) ?? hiddenAs(sight(caller, field)) ?? expected(visible(caller, rule), cell);
    },
  };
}

export const JSON_PATH_DOORS: readonly Door[] = [
  inside({
    name: 'JSON path',
    query: ({ field }, box) => `?filter=${box}.value[*] = "${valueOf(field, 'one')}"`,
    seen: labelsOf,
    expected: (labels) => labels.filter((label) => label === 'one'),
  }),
  inside({
    name: 'group by a JSON path',
    query: (_cell, box) => `/aggregate?functions=count()&group_by=${box}.value[0]:text`,
    seen: ({ results }, box) => results.map((group: Json) => [group[`${box}.value[0]`], group.count]),
    expected: (labels, { field }) => labels.map((label) => [valueOf(field, label), 1]),
  }),
];
