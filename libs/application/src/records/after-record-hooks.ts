/** Calls the after-hooks of every record that a commit changed, whatever changed it. */
import type { HookEventName } from '#domain/hooks/hook-events';
import type { Clock } from '#domain/kernel/clock';
import type { RequestContext } from '#domain/kernel/request-context';
import type { RecordChange, StoredRecord } from '#domain/records/record-change';
import { withComputed } from '#domain/rules/with-computed';
import type { Commits } from '../kernel/commits';
import type { AfterHooks } from '../kernel/hooks/after-hooks';
import type { Catalogs } from '../ports/catalogs';

const EVENT_OF = {
  create: 'on_record_after_create',
  update: 'on_record_after_update',
  delete: 'on_record_after_delete',
} as const satisfies Readonly<Record<RecordChange['op'], HookEventName>>;

export class AfterRecordHooks {
  constructor(
    private readonly hooks: AfterHooks,
    private readonly catalogs: Catalogs,
    private readonly clock: Clock,
    commits: Commits,
  ) {
    commits.listen(({ ctx }, changes) => this.tell(ctx, changes));
  }

  private tell(ctx: RequestContext, changes: readonly RecordChange[]): void {
    for (const change of changes) {
      const event = EVENT_OF[change.op];
      const hooks = this.hooks.heard.get(event);
      if (hooks === undefined) continue;
      const collection = this.catalogs.current().findById(change.collectionId);
      if (collection === undefined || !hooks.has(collection.name)) continue;
      const { accountId, id, before, after, cause = null } = change;
      const told = (stored: StoredRecord | null): StoredRecord | null =>
        stored && withComputed(collection, stored, new Date(this.clock.now()));
      const what = { accountId, id, record: told(after), before: told(before), cause };
      this.hooks.add(ctx, event, { collection: collection.name, ...what });
    }
  }
}
