/**
 * The tenant condition, first in every plan. `account`: rows of the bound account only. `all`: a superadmin's request that
 * spans accounts; nothing but the planner makes one.
 */
export type Reach = 'account' | 'all';
