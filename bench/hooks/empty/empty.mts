import type { DefineHooks } from '@snackbase/server-hooks';

/** A hook before and a hook after each create that do nothing. */
const hooks: DefineHooks = ({ on }) => {
  on('on_record_before_create', (_event, next) => next());
  on('on_record_after_create', () => undefined);
};

export default hooks;
