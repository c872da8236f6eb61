import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { HookHandler } from '#domain/hooks/hook';
import { HookBus } from '#domain/hooks/hook-bus';
import type { HookEventName } from '#domain/hooks/hook-events';
import { type DeclaredHook, HOOK } from './hook.decorators';

/** Registers the decorated methods of all providers. */
@Injectable()
export class HookExplorer implements OnModuleInit {
  constructor(
    private readonly bus: HookBus,
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    for (const { instance } of this.discovery.getProviders()) {
      if (typeof instance !== 'object' || instance === null) continue;
      const provider = instance as Readonly<Record<string, unknown>>;
      for (const name of this.scanner.getAllMethodNames(Object.getPrototypeOf(provider) as object)) {
        this.register(provider, name);
      }
    }
  }

  private register(provider: Readonly<Record<string, unknown>>, name: string): void {
    const method = provider[name];
    if (typeof method !== 'function') return;
    const hook = this.reflector.get<DeclaredHook | undefined>(HOOK, method);
    if (hook === undefined) return;
    const handler: HookHandler<HookEventName> = (event, next) => method.call(provider, event, next) as unknown;
    const source = `${provider.constructor.name}.${name}`;
    this.bus.register(hook.event, handler, { ...hook.options, source });
  }
}
