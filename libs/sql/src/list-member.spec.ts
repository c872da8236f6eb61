import fc from 'fast-check';
import { randomRuns } from '../../../test/support/random-runs';
import { memberText, OPENINGS } from './list-member';

const character = fc.constantFrom('a', ',', '"', '\\', '[', ']', ' ', '\n', 'é', '😀');
const text = fc.string({ unit: character, maxLength: 4 });

it('is found in the text of a list that has the member, and in no other', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 4 }), text, (list, member) => {
      const stored = JSON.stringify(list);
      const texts = OPENINGS.map((opening) => memberText(opening, member));
      if (texts.includes(null)) return;
      expect(texts.some((sought) => stored.includes(sought!))).toBe(list.includes(member));
    }),
    randomRuns(5000),
  );
});

it.each([',', '],"a', null, 5])('cannot tell of %j', (member) => {
  expect(OPENINGS.map((opening) => memberText(opening, member))).toEqual([null, null]);
});
