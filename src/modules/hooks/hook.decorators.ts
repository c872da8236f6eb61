/**
 * Methods of Nest providers as hooks: `@OnRecord('before_create', 'posts') slug(event, next) {}`. Found when the application
 * starts (hook-explorer.service.ts).
 */
import { SetMetadata } from '@nestjs/common';
import type { HookOptions } from '#domain/hooks/hook';
import type { HookEventName, Model } from '#domain/hooks/hook-events';

export const HOOK = 'hook';

export interface DeclaredHook {
  readonly event: HookEventName;
  readonly options: HookOptions<HookEventName>;
}

type Options = Omit<HookOptions<HookEventName>, 'filter' | 'source'>;
type Suffix<Prefix extends string> = HookEventName extends infer Name
  ? Name extends `${Prefix}${infer Rest}`
    ? Rest
    : never
  : never;

/** Any event: `@OnHook('on_terminate')`. */
export const OnHook = <E extends HookEventName>(event: E, options: HookOptions<E> = {}): MethodDecorator =>
  SetMetadata(HOOK, { event, options } satisfies DeclaredHook);

/** Of all collections unless one is named. */
export const OnRecord = (event: Suffix<'on_record_'>, collection?: string, options: Options = {}): MethodDecorator =>
  declared(`on_record_${event}`, options, collection === undefined ? {} : { collection });

export const OnCollection = (
  event: Suffix<'on_collection_'>,
  collection?: string,
  options: Options = {},
): MethodDecorator => declared(`on_collection_${event}`, options, collection === undefined ? {} : { collection });

export const OnModel = (event: Suffix<'on_model_'>, model?: Model, options: Options = {}): MethodDecorator =>
  declared(`on_model_${event}`, options, model === undefined ? {} : { model });

export const OnAuth = (event: Suffix<'on_auth_'>, options: Options = {}): MethodDecorator =>
  declared(`on_auth_${event}`, options);

export const OnMailer = (event: Suffix<'on_mailer_'>, options: Options = {}): MethodDecorator =>
  declared(`on_mailer_${event}`, options);

export const OnRealtime = (event: Suffix<'on_realtime_'>, options: Options = {}): MethodDecorator =>
  declared(`on_realtime_${event}`, options);

export const OnRequest = (event: 'before' | 'after', options: Options = {}): MethodDecorator =>
  declared(`on_${event}_request`, options);

export const OnApp = (event: 'bootstrap' | 'serve' | 'terminate', options: Options = {}): MethodDecorator =>
  declared(`on_${event}`, options);

function declared(
  event: HookEventName,
  options: Options,
  filter: Readonly<Record<string, string>> = {},
): MethodDecorator {
  return SetMetadata(HOOK, { event, options: { ...options, filter } } satisfies DeclaredHook);
}
