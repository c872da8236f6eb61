import { fileHook } from './file-hook';

const handler = (): undefined => undefined;

test('options are the filter, the priority and stopOnError', () => {
  const options = { collection: 'posts', priority: -1, stopOnError: true };
  expect(fileHook('on_record_before_create', options, handler)).toEqual({
    event: 'on_record_before_create',
    handler,
    filter: { collection: 'posts' },
    priority: -1,
    stopOnError: true,
  });
  expect(fileHook('on_serve', {}, handler)).toMatchObject({ filter: {}, priority: 0, stopOnError: false });
});

test.each([
  ['an unknown event', 'on_record_before_creat', {}, handler, "There is no event 'on_record_before_creat'"],
  ['the name of a method', 'toString', {}, handler, "There is no event 'toString'"],
  ['an event that is no text', 5, {}, handler, "There is no event '5'"],
  ['no handler', 'on_serve', {}, undefined, "The handler of 'on_serve' is not a function"],
  ['options that are no object', 'on_serve', 'posts', handler, "The options of 'on_serve' are no object"],
  ['no options', 'on_serve', null, handler, "The options of 'on_serve' are no object"],
  [
    'a filter by what the event does not have',
    'on_record_before_create',
    { colection: 'posts' },
    handler,
    "A hook of 'on_record_before_create' has no option 'colection'; there are collection, accountId, priority, stopOnError",
  ],
  [
    'a filter by something else than a text',
    'on_record_before_create',
    { collection: ['posts'] },
    handler,
    "'collection' of a hook of 'on_record_before_create' is not a text",
  ],
  ['a priority that is no number', 'on_serve', { priority: '1' }, handler, 'is not a number'],
  ['a priority without end', 'on_serve', { priority: Infinity }, handler, 'is not a number'],
  ['a stopOnError that is no boolean', 'on_serve', { stopOnError: 1 }, handler, 'is not a boolean'],
])('%s is refused', (_what, event, options, given, message) => {
  expect(() => fileHook(event, options, given)).toThrow(message);
});
