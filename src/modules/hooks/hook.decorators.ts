/**
 * Methods of Nest providers as hooks: `@OnRecord('before_create', 'posts') slug(event, next) {}`. They are found when
 * the application starts (hook-explorer.service.ts).
 */
import { SetMetadata } from '@nestjs/common';
import type { HookHandler, HookOptions } from '#domain/hooks/hook';
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

/** For methods that take what the event gives: the compiler refuses any others. */
type HookMethod<E extends HookEventName> = <H extends HookHandler<E>>(
  provider: object,
  name: string | symbol,
  method: TypedPropertyDescriptor<H>,
) => void;

/** Any event: `@OnHook('on_terminate')`. */
export const OnHook = <E extends HookEventName>(event: E, options: HookOptions<E> = {}): HookMethod<E> =>
  SetMetadata(HOOK, { event, options } satisfies DeclaredHook);

/** Hears of the records of all collections, unless one is named. */
export const OnRecord = <S extends Suffix<'on_record_'>>(event: S, collection?: string, options: Options = {}) =>
  declared(`on_record_${event}`, options, collection === undefined ? {} : { collection });

export const OnCollection = <S extends Suffix<'on_collection_'>>(
  event: S,
  collection?: string,
  options: Options = {},
) => declared(`on_collection_${event}`, options, collection === undefined ? {} : { collection });

export const OnModel = <S extends Suffix<'on_model_'>>(event: S, model?: Model, options: Options = {}) =>
  declared(`on_model_${event}`, options, model === undefined ? {} : { model });

export const OnAuth = <S extends Suffix<'on_auth_'>>(event: S, options: Options = {}) =>
  declared(`on_auth_${event}`, options);

export const OnMailer = <S extends Suffix<'on_mailer_'>>(event: S, options: Options = {}) =>
  declared(`on_mailer_${event}`, options);

export const OnRealtime = <S extends Suffix<'on_realtime_'>>(event: S, options: Options = {}) =>
  declared(`on_realtime_${event}`, options);

export const OnRequest = <S extends 'before' | 'after'>(event: S, options: Options = {}) =>
  declared(`on_${event}_request`, options);

export const OnApp = <S extends 'bootstrap' | 'serve' | 'terminate'>(event: S, options: Options = {}) =>
  declared(`on_${event}`, options);

function declared<E extends HookEventName>(
  event: E,
  options: Options,
  filter: Readonly<Record<string, string>> = {},
): HookMethod<E> {
  return SetMetadata(HOOK, { event, options: { ...options, filter } } satisfies DeclaredHook);
}
