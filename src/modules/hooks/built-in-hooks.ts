import { HookBus } from '#domain/hooks/hook-bus';

/**
 * The bus, with what the server itself does to every record: the planner puts it into each statement, so no hook comes
 * before it, removes it or changes what it sets.
 */
export function busWithBuiltIns(): HookBus {
  const bus = new HookBus();
  bus.registerBuiltIn('on_record_before_create', 'account_isolation');
  for (const event of ['on_record_before_create', 'on_record_before_update'] as const) {
    bus.registerBuiltIn(event, 'creator');
    bus.registerBuiltIn(event, 'timestamps');
  }
  return bus;
}
