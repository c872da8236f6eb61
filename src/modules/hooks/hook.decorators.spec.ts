/** As hook-types.spec.ts for the bus: `tsc` fails where a method marked here would compile. */
import 'reflect-metadata';
import type { HookEvent, Next } from '#domain/hooks/hook';
import {
  HOOK,
  OnApp,
  OnAuth,
  OnCollection,
  OnHook,
  OnMailer,
  OnModel,
  OnRealtime,
  OnRecord,
  OnRequest,
} from './hook.decorators';

class Hooks {
  @OnRecord('before_create', 'posts')
  slug(event: HookEvent<'on_record_before_create'>, next: Next): Promise<void> {
    event.data['slug'] = 'a';
    return next();
  }

  @OnModel('after_create', 'users', { priority: 5, stopOnError: true })
  model(event: HookEvent<'on_model_after_create'>): void {
    void event.model;
  }

  @OnRequest('after')
  request({ status }: { readonly status: number | null }): number | null {
    return status;
  }

  @OnHook('on_mailer_before_send', { filter: { type: 'invitation' } })
  mail(event: { subject: string }): void {
    event.subject = 'Welcome';
  }

  @OnCollection('after_delete', 'posts')
  dropped({ collection }: HookEvent<'on_collection_after_delete'>): string {
    return collection;
  }

  @OnAuth('after_login')
  login({ email }: HookEvent<'on_auth_after_login'>): string | null {
    return email;
  }

  @OnMailer('after_send')
  sent({ to }: HookEvent<'on_mailer_after_send'>): string {
    return to;
  }

  @OnRealtime('connect')
  connected({ connectionId }: HookEvent<'on_realtime_connect'>): string {
    return connectionId;
  }

  @OnApp('terminate')
  nothing(): void {
    // Nothing of the event is needed.
  }

  // @ts-expect-error -- a new record has no id before it is written
  @OnRecord('before_create')
  early(event: HookEvent<'on_record_before_update'>): string {
    return event.id;
  }

  // @ts-expect-error -- a request that is not answered has no status
  @OnRequest('before')
  unanswered(event: HookEvent<'on_after_request'>): number | null {
    return event.status;
  }

  // @ts-expect-error -- there is no such event
  @OnRecord('before_read')
  unknown(): void {
    // Is never called.
  }

  // @ts-expect-error -- there is no such model
  @OnModel('after_create', 'records')
  other(): void {
    // Is never called.
  }
}

test('a decorated method says which event it is for, and how', () => {
  const declared = (name: keyof Hooks): unknown => Reflect.getMetadata(HOOK, Hooks.prototype[name]);
  expect(declared('slug')).toEqual({ event: 'on_record_before_create', options: { filter: { collection: 'posts' } } });
  const options = { filter: { model: 'users' }, priority: 5, stopOnError: true };
  expect(declared('model')).toEqual({ event: 'on_model_after_create', options });
  expect(declared('request')).toEqual({ event: 'on_after_request', options: { filter: {} } });
  expect(declared('mail')).toEqual({ event: 'on_mailer_before_send', options: { filter: { type: 'invitation' } } });
  expect(declared('dropped')).toEqual({
    event: 'on_collection_after_delete',
    options: { filter: { collection: 'posts' } },
  });
  expect(declared('login')).toEqual({ event: 'on_auth_after_login', options: { filter: {} } });
  expect(declared('sent')).toEqual({ event: 'on_mailer_after_send', options: { filter: {} } });
  expect(declared('connected')).toEqual({ event: 'on_realtime_connect', options: { filter: {} } });
  expect(declared('nothing')).toEqual({ event: 'on_terminate', options: { filter: {} } });
});
