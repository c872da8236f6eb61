import { HookBus } from '#domain/hooks/hook-bus';
import type { HookEventName } from '#domain/hooks/hook-events';
import { systemClock } from '#domain/kernel/clock';
import { BeforeHooks } from '../kernel/hooks/before-hooks';
import { HookLimits } from '../kernel/hooks/hook-limits';
import type { HookReports } from '../ports/hook-reports';
import type { HookToolbox } from '../ports/hook-toolbox';
import { RecordHooks } from './record-hooks';

function stages(bus: HookBus, collection = 'posts'): Readonly<Record<string, unknown>> {
  const limits = new HookLimits(1, 1, 1, 1);
  const before = new BeforeHooks(bus, {} as HookToolbox, {} as HookReports, limits, systemClock);
  const records = new RecordHooks(before);
  return {
    create: records.beforeCreate(collection),
    update: records.beforeUpdate(collection),
    delete: records.beforeDelete(collection),
  };
}

test('where nobody hears of an event, nothing is made for it, whatever is built in', () => {
  const bus = new HookBus();
  bus.registerBuiltIn('on_record_before_create', 'built in');
  expect(stages(bus)).toEqual({ create: null, update: null, delete: null });
});

test.each<[HookEventName, object]>([
  ['on_record_before_create', { create: expect.any(Function), update: null, delete: null }],
  ['on_record_before_update', { create: null, update: expect.any(Function), delete: null }],
  ['on_record_before_delete', { create: null, update: null, delete: expect.any(Function) }],
])('%s is heard by those who ask for it', (event, heard) => {
  const bus = new HookBus();
  bus.register(event, () => undefined);
  expect(stages(bus)).toEqual(heard);
});

test('a hook of some collections is heard of in these alone, however their names are spelled', () => {
  const bus = new HookBus();
  for (const collection of ['Notes', 'tags'])
    bus.register('on_record_before_delete', () => undefined, { filter: { collection } });
  expect(stages(bus, 'posts')).toEqual({ create: null, update: null, delete: null });
  for (const name of ['notes', 'NOTES', 'tags'])
    expect(stages(bus, name)).toMatchObject({ delete: expect.any(Function) });
});
