import { posts } from '#domain/rules/testing/rule-world';
import type { Output } from '#domain/query/record-plan';
import { ShownItems } from './shown-items';

const OUTPUT: Output = { collection: posts, members: [{ kind: 'system', name: 'id' }] };
const RENDERED = '[{"id": "a"}]';

test('what no hook has looked at is never parsed', () => {
  const shown = new ShownItems('no JSON', OUTPUT, 0);
  shown.take();
  expect(shown.text).toBe('no JSON');
});

test('what was taken is what is shown, whatever is done to it later', () => {
  const shown = new ShownItems(RENDERED, OUTPUT, 100);
  shown.items[0]!['more'] = 1;
  shown.take();
  shown.items[0]!['more'] = 2;
  expect(shown.text).toBe('[{"id":"a","more":1}]');
});
