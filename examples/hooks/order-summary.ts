import type { DefineHooks, HookEventOf } from '@snackbase/server-hooks';

/** Writes down what happens to each order. No caller needs a right to write the summaries: the hook does it as the system. */
const hooks: DefineHooks = ({ on }) => {
  on('on_record_after_create', { collection: 'orders' }, summarize);
  on('on_record_after_update', { collection: 'orders' }, summarize);
  on('on_record_after_delete', { collection: 'orders' }, summarize);
};

type OrderChange = HookEventOf<`on_record_after_${'create' | 'update' | 'delete'}`, 'orders'>;

async function summarize({ id, before, record, records }: OrderChange): Promise<void> {
  const was = before === null ? 'new' : before.total;
  const is = record === null ? 'deleted' : record.total;
  await records.asSystem().create('order_changes', { order_id: id, summary: `${was} -> ${is}` });
}

export default hooks;
