/**
 * What a handler is given: the payload of its event, which all handlers of the event share, and tools of its own. Most
 * handlers use few members, so each is made when it is first asked for; an event that nobody looks at costs one object.
 */
import { frozen, isPlainObject } from '#domain/hooks/hook-data';
import type { Hook, HookEvent } from '#domain/hooks/hook';
import type { HookEventName } from '#domain/hooks/hook-events';
import type { HookTools } from '#domain/hooks/hook-tools';
import type { RequestContext } from '#domain/kernel/request-context';
import type { HookReports } from '../../ports/hook-reports';
import type { HookToolbox } from '../../ports/hook-toolbox';
import { callHandler } from './call-handler';
import { abort, accountOf, contextOf, mayReplace } from './event-members';
import type { HookCall } from './hook-call';

export interface Surroundings {
  readonly toolbox: HookToolbox;
  readonly reports: HookReports;
}

type Action = (outcome: 'committed' | 'rolled_back') => unknown;

/** Its members are private at run time too: handlers get their event, not the application. */
class CalledEvent {
  readonly #hook: Hook;
  readonly #call: HookCall;
  readonly #around: Surroundings;
  #ctx: RequestContext | undefined;
  #tools: HookTools | undefined;

  constructor(hook: Hook, call: HookCall, around: Surroundings) {
    this.#hook = hook;
    this.#call = call;
    this.#around = around;
  }

  /** Defines the members of the payload, which are the same for every event of a name. */
  static withMembers(name: HookEventName, members: readonly string[]): typeof CalledEvent {
    const made = class extends CalledEvent {};
    for (const member of members) {
      Object.defineProperty(made.prototype, member, {
        enumerable: true,
        get(this: CalledEvent): unknown {
          return this.#read(member);
        },
        ...(mayReplace(name, member) && {
          set(this: CalledEvent, value: unknown): void {
            this.#replace(member, value);
          },
        }),
      });
    }
    return made;
  }

  get name(): HookEventName {
    return this.#call.event;
  }

  get ctx(): RequestContext {
    this.#ctx ??= contextOf(this.#hook, this.#call);
    return this.#ctx;
  }

  get records(): HookTools['records'] {
    return this.#opened.records;
  }

  get mail(): HookTools['mail'] {
    return this.#opened.mail;
  }

  get log(): HookTools['log'] {
    return this.#opened.log;
  }

  get http(): HookTools['http'] {
    return this.#opened.http;
  }

  get abort(): HookEvent['abort'] {
    return abort;
  }

  /** Handlers may take the function out of the event, so it does without `this`. */
  get onSettled(): HookEvent['onSettled'] {
    return (action: Action): void => {
      if (typeof action !== 'function') throw new TypeError('onSettled() takes a function');
      const { reports } = this.#around;
      this.#call.settlement.add((outcome) => {
        const told = (): unknown => action(outcome);
        void callHandler(reports, this.#hook, told, (failure) => {
          if (failure !== null) reports.failed(this.#hook, this.ctx, failure.error);
        });
      });
    };
  }

  toJSON(): object {
    const members = Object.keys(this.#call.payload).map((member) => [member, this.#read(member)] as const);
    return Object.fromEntries([['name', this.name], ...members.filter(([, value]) => typeof value !== 'function')]);
  }

  [Symbol.for('nodejs.util.inspect.custom')](): object {
    return this.toJSON();
  }

  get #opened(): HookTools {
    const { time } = this.#call;
    const scope = { hook: this.#hook, ctx: this.ctx, accountId: accountOf(this.#call), time };
    this.#tools ??= this.#around.toolbox.open(scope);
    return this.#tools;
  }

  #read(member: string): unknown {
    const { payload, data, isFrozen } = this.#call;
    if (member === 'data') data?.open();
    const value: unknown = Reflect.get(payload, member);
    // A function of the payload learns by `this` which hook calls it.
    if (typeof value === 'function') return (...given: unknown[]): unknown => value.apply(this.#hook, given);
    return isFrozen ? frozen(value) : value;
  }

  #replace(member: string, value: unknown): void {
    if (member === 'data' && !isPlainObject(value)) throw new TypeError('event.data must be a plain object');
    if (member !== 'data' && typeof value !== 'string') throw new TypeError(`event.${member} must be a text`);
    this.#call.data?.open();
    Reflect.set(this.#call.payload, member, value);
  }
}

const shapes = new Map<HookEventName, typeof CalledEvent>();

export function eventFor(hook: Hook, call: HookCall, around: Surroundings): HookEvent {
  let shape = shapes.get(call.event);
  if (shape === undefined) {
    shape = CalledEvent.withMembers(call.event, Object.keys(call.payload));
    shapes.set(call.event, shape);
  }
  return new shape(hook, call, around) as object as HookEvent;
}
