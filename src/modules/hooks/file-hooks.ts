import type { HookBus } from '#domain/hooks/hook-bus';
import type { FileHook } from './file-hook';

/**
 * The hooks of all files as they are on the bus. After each change all of them are registered anew, in order of the
 * files' names, so that ties come out as they would after a start. No request sees anything in between: it takes no turn
 * of the event loop, and an event whose handlers are already being called keeps those that it began with.
 */
export class FileHooks {
  private readonly files = new Map<string, readonly FileHook[]>();
  private registered: string[] = [];

  constructor(private readonly bus: HookBus) {}

  set(changes: ReadonlyMap<string, readonly FileHook[] | null>): void {
    for (const [name, hooks] of changes) {
      if (hooks === null) this.files.delete(name);
      else this.files.set(name, hooks);
    }
    for (const id of this.registered) this.bus.unregister(id);
    this.registered = [...this.files.keys()].toSorted().flatMap((name) => this.register(name));
  }

  /** Ids are the same after each start, because the audit trail and `created_by` name hooks by them. */
  private register(name: string): readonly string[] {
    return this.files.get(name)!.map(({ event, handler, filter, priority, stopOnError }, index) => {
      const options = { filter, priority, stopOnError, id: `${name}#${index + 1}`, source: name };
      return this.bus.register(event, handler, options);
    });
  }
}
