/** By which members of its payload each event can be filtered, for hooks whose filters no compiler has checked. */
import type { HookFilter } from './hook';
import type { HookEventName } from './hook-events';

const MODEL = ['model', 'id', 'accountId'] as const;
const CHANGE = ['collection', 'accountId', 'id', 'cause'] as const;
const NAMED = ['collection', 'accountId', 'id'] as const;
const QUERY = ['collection', 'accountId', 'kind'] as const;
const COLLECTION = ['collection', 'id'] as const;
const AUTH = ['email', 'userId', 'accountId'] as const;
const REQUEST = ['method', 'path'] as const;
const REALTIME = ['connectionId'] as const;
const MAIL = ['type', 'accountId', 'to', 'subject', 'html', 'text'] as const;

export const FILTER_MEMBERS = {
  on_bootstrap: [],
  on_serve: [],
  on_terminate: [],
  on_model_before_create: MODEL,
  on_model_after_create: MODEL,
  on_model_before_update: MODEL,
  on_model_after_update: MODEL,
  on_model_before_delete: MODEL,
  on_model_after_delete: MODEL,
  on_record_before_create: ['collection', 'accountId'],
  on_record_after_create: CHANGE,
  on_record_before_update: NAMED,
  on_record_after_update: CHANGE,
  on_record_before_delete: NAMED,
  on_record_after_delete: CHANGE,
  on_record_before_query: QUERY,
  on_record_after_query: QUERY,
  on_collection_before_create: COLLECTION,
  on_collection_after_create: COLLECTION,
  on_collection_before_update: COLLECTION,
  on_collection_after_update: COLLECTION,
  on_collection_before_delete: COLLECTION,
  on_collection_after_delete: COLLECTION,
  on_auth_before_login: AUTH,
  on_auth_after_login: AUTH,
  on_auth_before_logout: AUTH,
  on_auth_after_logout: AUTH,
  on_auth_before_register: AUTH,
  on_auth_after_register: AUTH,
  on_auth_before_password_reset: AUTH,
  on_auth_after_password_reset: AUTH,
  on_before_request: REQUEST,
  on_after_request: REQUEST,
  on_realtime_connect: REALTIME,
  on_realtime_disconnect: REALTIME,
  on_realtime_message: REALTIME,
  on_realtime_subscribe: REALTIME,
  on_realtime_unsubscribe: REALTIME,
  on_mailer_before_send: MAIL,
  on_mailer_after_send: MAIL,
} as const satisfies { readonly [E in HookEventName]: readonly (keyof HookFilter<E>)[] };
