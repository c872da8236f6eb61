/** Macros are the superadmins', and read of records what everybody who may see a record reads of it. */
import type { Door } from './doors';
import { valueOf } from './facts';
import { collectionOf } from './matrix-world';
import { refused } from './seen';

const UNREADABLE = 'no column of macros';

export const MACRO_DOOR: Door = {
  name: 'macro',
  see: async ({ world, caller, rule, field }) => {
    const sql = `SELECT max(t.${field}) FROM ${collectionOf(rule)} t`;
    const made = await world.call(caller, 'POST', '/macros', { name: 'greatest', sql_query: sql });
    if (made.text.includes(`Macros cannot read '${field}'`)) return UNREADABLE;
    if (refused(made) !== undefined) return refused(made);
    const path = `/macros/${made.body.id}`;
    const tried = await world.call(caller, 'POST', `${path}/test`, {});
    await world.call(caller, 'DELETE', path);
    return refused(tried) ?? tried.body.result;
  },
  expect: ({ caller, field }) => {
    if (caller === 'anonymous') return 'sign in';
    if (caller !== 'superadmin') return caller === 'scoped key' ? 'no scope' : 'no superadmin';
    return field === 'plain' ? valueOf(field, 'two') : UNREADABLE;
  },
};
