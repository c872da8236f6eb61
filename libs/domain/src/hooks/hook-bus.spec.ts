import { HookBus } from './hook-bus';
import type { HookEventName } from './hook-events';

const EVENT = 'on_record_after_create';
const OF_POSTS = { collection: 'posts', accountId: 'a', id: '1', record: null, before: null, cause: null };

const nothing = (): void => undefined;
const idsOf = (bus: HookBus, values: object = OF_POSTS, event: HookEventName = EVENT) =>
  bus.matching(event, values).map(({ id }) => id);

describe('the order', () => {
  test('higher priority first, ties as they were registered', () => {
    const bus = new HookBus();
    bus.register(EVENT, nothing, { id: 'low', priority: -1 });
    bus.register(EVENT, nothing, { id: 'first' });
    bus.register(EVENT, nothing, { id: 'high', priority: 5 });
    bus.register(EVENT, nothing, { id: 'second' });
    expect(idsOf(bus)).toEqual(['high', 'first', 'second', 'low']);
  });

  test('a hook that is replaced by its id keeps its place', () => {
    const bus = new HookBus();
    bus.register(EVENT, nothing, { id: 'a' });
    bus.register(EVENT, nothing, { id: 'b' });
    const again = (): void => undefined;
    bus.register(EVENT, again, { id: 'a' });
    expect(idsOf(bus)).toEqual(['a', 'b']);
    expect(bus.matching(EVENT, OF_POSTS)[0]!.handler).toBe(again);
  });

  test('an id moves with its hook to another event', () => {
    const bus = new HookBus();
    bus.register(EVENT, nothing, { id: 'a' });
    bus.register('on_serve', nothing, { id: 'a' });
    expect([bus.heard.has(EVENT), bus.heard.has('on_serve')]).toEqual([false, true]);
  });

  test('hooks that are being called are not affected by those that are added or removed', () => {
    const bus = new HookBus();
    bus.register(EVENT, nothing, { id: 'a' });
    const called = bus.matching(EVENT, OF_POSTS);
    bus.unregister('a');
    bus.register(EVENT, nothing, { id: 'b' });
    expect(called.map(({ id }) => id)).toEqual(['a']);
  });
});

describe('filters', () => {
  test('W6: a filter that the values do not meet never matches, whatever the event tells', () => {
    const bus = new HookBus();
    bus.register(EVENT, nothing, { id: 'posts', filter: { collection: 'posts' } });
    bus.register(EVENT, nothing, { id: 'all' });
    expect(idsOf(bus, { ...OF_POSTS, collection: 'notes' })).toEqual(['all']);
    expect(idsOf(bus, {})).toEqual(['all']);
    expect(idsOf(bus)).toEqual(['posts', 'all']);
  });

  test('all members have to be equal, and none is looked for up the prototypes', () => {
    const bus = new HookBus();
    bus.register(EVENT, nothing, { id: 'both', filter: { collection: 'posts', accountId: 'a' } });
    expect(idsOf(bus, { ...OF_POSTS, accountId: 'b' })).toEqual([]);
    expect(idsOf(bus, Object.create(OF_POSTS) as object)).toEqual([]);
    expect(idsOf(bus)).toEqual(['both']);
  });
});

describe('the hooks that are called', () => {
  test('nobody, before the first is registered and after the last is gone', () => {
    const bus = new HookBus();
    expect(bus.heard.has(EVENT)).toBe(false);
    const id = bus.register(EVENT, nothing);
    expect([bus.heard.has(EVENT), bus.heard.has('on_serve')]).toEqual([true, false]);
    expect([bus.unregister(id), bus.unregister(id)]).toEqual([true, false]);
    expect(bus.heard.has(EVENT)).toBe(false);
  });

  test('what is built in is listed first, calls nobody, and can be neither removed nor replaced', () => {
    const bus = new HookBus();
    bus.register('on_record_before_create', nothing, { id: 'mine', priority: 1000, filter: { collection: 'posts' } });
    bus.registerBuiltIn('on_record_before_create', 'timestamps');
    bus.registerBuiltIn('on_record_before_update', 'timestamps');
    expect(bus.list()).toEqual([
      { id: 'timestamps', event: 'on_record_before_create', filter: {}, priority: null, source: 'snackbase' },
      {
        id: 'mine',
        event: 'on_record_before_create',
        filter: { collection: 'posts' },
        priority: 1000,
        source: 'code',
      },
      { id: 'timestamps', event: 'on_record_before_update', filter: {}, priority: null, source: 'snackbase' },
    ]);
    expect(bus.heard.has('on_record_before_update')).toBe(false);
    expect(bus.unregister('timestamps')).toBe(false);
    expect(() => bus.register(EVENT, nothing, { id: 'timestamps' })).toThrow(/built in/);
    expect(bus.list()).toHaveLength(3);
  });
});

test.each<[string, unknown[], RegExp]>([
  ['an unknown event', ['on_nothing', nothing], /no event 'on_nothing'/],
  ['an event that is no text', [Symbol('x'), nothing], /no event/],
  ['a handler that is no function', [EVENT, 'nothing'], /not a function/],
  ['options that are no object', [EVENT, nothing, 'posts'], /options/],
  ['a filter that is no object', [EVENT, nothing, { filter: 'posts' }], /filter/],
  ['a filter of more than texts', [EVENT, nothing, { filter: { collection: ['posts'] } }], /filter/],
  ['a priority that is no number', [EVENT, nothing, { priority: Number.NaN }], /priority/],
  ['a stopOnError that is neither', [EVENT, nothing, { stopOnError: 'yes' }], /stopOnError/],
  ['an empty id', [EVENT, nothing, { id: '' }], /id/],
  ['an id of two lines', [EVENT, nothing, { id: 'a\nb' }], /id/],
  ['a source that is no text', [EVENT, nothing, { source: 7 }], /source/],
])('%s is refused, and nothing is registered', (_, given, message) => {
  const bus = new HookBus();
  expect(() => Reflect.apply(bus.register, bus, given)).toThrow(message);
  expect(bus.list()).toEqual([]);
});
