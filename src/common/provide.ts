import type { FactoryProvider } from '@nestjs/common';

/** A class that is its own injection token: a port, or a use case. */
type Token<T> = abstract new (...args: never[]) => T;

/** Wires a class of the inner rings, which carry no decorators: its constructor's parameters, in order, by their tokens. */
export function provide<T, Parameters extends readonly unknown[]>(
  type: new (...args: Parameters) => T,
  inject: { readonly [Index in keyof Parameters]: Token<Parameters[Index]> },
): FactoryProvider<T> {
  return { provide: type, useFactory: (...args: unknown[]) => Reflect.construct(type, args) as T, inject: [...inject] };
}
