/** What is inside of a json field is as hidden as the field. */
import type { Answer } from '../http';
import { byRule, type Door, hiddenAs, labelsOf } from './doors';
import { sight, valueOf, visible } from './facts';
import { BOXED, boxOf, collectionOf } from './matrix-world';
import { refusedName } from './seen';

const NO_JSON = 'never json';

export const JSON_PATH_DOOR: Door = {
  name: 'JSON path',
  see: async ({ world, caller, rule, field }) => {
    if (!BOXED.includes(field)) return NO_JSON;
    const ask = (name: string): Promise<Answer> => {
      const filter = `${name}.value[*] = "${valueOf(field, 'one')}"`;
      return world.call(caller, 'GET', `/records/${collectionOf(rule)}?filter=${filter}`);
    };
    const answer = await ask(boxOf(field));
    return (await refusedName(ask, boxOf(field), answer)) ?? labelsOf(answer.body);
  },
  expect: (cell) => {
    const { caller, rule, field } = cell;
    if (!BOXED.includes(field)) return NO_JSON;
    const found = visible(caller, rule).filter((label) => label === 'one');
    return byRule(cell) ?? hiddenAs(sight(caller, field)) ?? found;
  },
};
