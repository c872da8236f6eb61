import { HookBus } from '#domain/hooks/hook-bus';
import type { HookEventName } from '#domain/hooks/hook-events';
import { systemClock } from '#domain/kernel/clock';
import { BeforeHooks } from '../kernel/hooks/before-hooks';
import { HookLimits } from '../kernel/hooks/hook-limits';
import type { HookReports } from '../ports/hook-reports';
import type { HookToolbox } from '../ports/hook-toolbox';
import type { FreshRequests } from './fresh-requests';
import { QueryHooks } from './query-hooks';
import { RecordHooks } from './record-hooks';

/** What is sent cannot even be looked at. */
const UNSEEN = new Proxy<readonly { readonly data: unknown }[]>([], {
  get: (_items, name) => {
    throw new Error(`what is sent was asked for ${String(name)}`);
  },
});

function stages(bus: HookBus): Readonly<Record<string, unknown>> {
  const limits = new HookLimits(1, 1, 1, 1);
  const before = new BeforeHooks(bus, {} as HookToolbox, {} as HookReports, limits, systemClock);
  const records = new RecordHooks(before);
  const queries = new QueryHooks(before, {} as FreshRequests, limits);
  return {
    create: records.beforeCreate(),
    update: records.beforeUpdate(bus.heard.has('on_record_before_update') ? [] : UNSEEN),
    delete: records.beforeDelete(),
    get: queries.beforeGet(),
    list: queries.beforeList(),
  };
}

test('where nobody hears of an event, nothing is made for it, whatever is built in', () => {
  const bus = new HookBus();
  bus.registerBuiltIn('on_record_before_create', 'built in');
  expect(stages(bus)).toEqual({ create: null, update: null, delete: null, get: null, list: null });
});

test.each<[HookEventName, object]>([
  ['on_record_before_create', { create: expect.any(Function), update: null, delete: null, get: null, list: null }],
  ['on_record_before_update', { create: null, update: expect.any(Function), delete: null, get: null, list: null }],
  ['on_record_before_delete', { create: null, update: null, delete: expect.any(Function), get: null, list: null }],
  [
    'on_record_before_query',
    { create: null, update: null, delete: null, get: expect.any(Function), list: expect.any(Function) },
  ],
])('%s is heard by those who ask for it', (event, heard) => {
  const bus = new HookBus();
  bus.register(event, () => undefined);
  expect(stages(bus)).toEqual(heard);
});
