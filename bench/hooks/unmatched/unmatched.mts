import type { DefineHooks } from '@snackbase/server-hooks';

const OPERATIONS = ['create', 'update', 'delete', 'query'] as const;

/** Hooks of every record event, whose filter nothing in the bench meets. */
const hooks: DefineHooks = ({ on }) => {
  for (const operation of OPERATIONS) {
    on(`on_record_before_${operation}`, { collection: 'no_such_collection' }, (_event, next) => next());
    on(`on_record_after_${operation}`, { collection: 'no_such_collection' }, () => undefined);
  }
};

export default hooks;
