/** The doors that lead back to the records from what these refer to, which is everybody's to read. */
import type { Json } from '../http';
import { type Cell, byRule, type Door, held, naming } from './doors';
import { type Refusal, valueOf } from './facts';
import { backTo } from './matrix-world';
import { refused } from './seen';

/** Of a collection that lets the caller see nothing there are no records, whatever is asked of them. */
const shut = (cell: Cell): Refusal | readonly [] | null => (byRule(cell) === null ? null : []);
const labelsIn = ({ items }: Json): readonly string[] => items.map(({ label }: Json) => label);

export const BACK_RELATION_DOORS: readonly Door[] = [
  {
    name: 'expand of a back-relation',
    see: async (cell) => {
      const back = backTo(cell.rule);
      const answer = await cell.world.call(cell.caller, 'GET', `/records/roots?sort=label&expand=${back}`);
      if (refused(answer) !== undefined) return refused(answer);
      return answer.body.items.map((item: Json) => {
        const [record] = item[back];
        return [item.label, record === undefined ? 'no record' : (record[cell.field] ?? 'no value')];
      });
    },
    expect: held,
  },
  naming({
    name: 'back-relation',
    path: ({ rule }, name, given) => `/records/roots?filter=${backTo(rule)}.${name} = "${given}"`,
    seen: labelsIn,
    expected: (labels) => labels.filter((label) => label === 'one'),
    shut,
  }),
  naming({
    name: 'value of a back-relation',
    path: ({ rule }, name) => {
      const back = backTo(rule);
      return `/records/roots?sort=label&filter=count(${back}.${name}) = ${back}.length and max(${back}.${name}) > ""`;
    },
    seen: labelsIn,
    expected: (labels) => labels,
    shut,
  }),
  naming({
    name: 'sort by a back-relation',
    path: ({ rule }, name) => `/records/roots?sort=-max(${backTo(rule)}.${name})&filter=${backTo(rule)}.length > 0`,
    seen: labelsIn,
    expected: (labels) => labels.toReversed(),
    shut,
  }),
  naming({
    name: 'group by a back-relation',
    path: ({ rule }, name) => {
      const value = `max(${backTo(rule)}.${name})`;
      return `/records/roots/aggregate?functions=count(${value})&group_by=${value}&filter=${backTo(rule)}.length > 0`;
    },
    seen: ({ results }) => results.map((group: Json) => Object.values(group)),
    expected: (labels, { field }) => labels.map((label) => [valueOf(field, label), 1]),
    shut,
  }),
];
