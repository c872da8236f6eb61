import type { RequestValues } from '#domain/rules/condition';

/** For statements that read nothing of a request. */
export const NO_REQUEST: RequestValues = {
  auth: { id: null, email: null, role: null, account_id: null, groups: [] },
  data: {},
  now: new Date(0),
};
