import { nearestName, unknownName } from './nearest-name';

const RULES = ['list_rule', 'view_rule', 'create_rule', 'allow_anonymous', 'name'];

test.each([
  ['listRule', 'list_rule'],
  ['ListRule', 'list_rule'],
  ['list-rule', 'list_rule'],
  ['lsit_rule', 'list_rule'],
  ['list_rul', 'list_rule'],
  ['allow_anonymus', 'allow_anonymous'],
  ['allowAnonymous', 'allow_anonymous'],
  ['nmae', 'name'],
  ['names', 'name'],
  ['nickname', null],
  ['x', null],
  ['', null],
  ['__proto__', null],
  ['list_rule'.repeat(20), null],
])('the nearest to %j is %j', (name, nearest) => {
  expect(nearestName(name, RULES)).toBe(nearest);
});

test('says which name was meant, or which there are', () => {
  expect(unknownName('listRule', RULES)).toBe("is not known; did you mean 'list_rule'?");
  expect(unknownName('colour', ['name', 'size'])).toBe('is not known; known are name, size');
  expect(unknownName('colour', [])).toBe('is not known; nothing is taken here');
});
