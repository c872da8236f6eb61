import type { DefineHooks, HookEventOf } from '@snackbase/server-hooks';

const LIMIT = 10_000;

/** Refuses an order above the limit, when it is made and when it is changed. */
const hooks: DefineHooks = ({ on }) => {
  on('on_record_before_create', { collection: 'orders' }, refuseAboveLimit);
  on('on_record_before_update', { collection: 'orders' }, refuseAboveLimit);
};

type OrderWrite = HookEventOf<'on_record_before_create' | 'on_record_before_update', 'orders'>;

function refuseAboveLimit(event: OrderWrite): void {
  if (Number(event.data.total) > LIMIT) event.abort(422, `An order is limited to ${LIMIT}`, 'ORDER_ABOVE_LIMIT');
}

export default hooks;
