import type { ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { EMPTY } from 'rxjs';
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import { BeforeHooks } from '#application/kernel/hooks/before-hooks';
import { HookLimits } from '#application/kernel/hooks/hook-limits';
import type { HookReports } from '#application/ports/hook-reports';
import type { HookToolbox } from '#application/ports/hook-toolbox';
import { HookBus } from '#domain/hooks/hook-bus';
import { systemClock } from '#domain/kernel/clock';
import { RequestHooks } from './request-hooks';
import { TenantInterceptor } from './tenant.interceptor';

const bus = new HookBus();
const parts = [bus, {} as HookToolbox, {} as HookReports, new HookLimits(1, 1, 1, 1), systemClock] as const;
const interceptor = new TenantInterceptor(new RequestHooks(new BeforeHooks(...parts), new AfterHooks(...parts)));

/** A response that cannot even be asked: touching it fails. */
const response = new Proxy({} as Response, {
  get: (_response, name) => {
    throw new Error(`the response was asked for ${String(name)}`);
  },
});

function intercept(): unknown {
  const request = { requestId: 'r', method: 'GET', originalUrl: '/' } as Request;
  const exchange = [request, response];
  return interceptor.intercept({ getArgByIndex: (index: number) => exchange[index] } as ExecutionContext, {
    handle: () => EMPTY,
  });
}

test('where requests have no hooks, what the handler returns is passed on unchanged', () => {
  expect(intercept()).toBe(EMPTY);
  bus.registerBuiltIn('on_before_request', 'built in');
  expect(intercept()).toBe(EMPTY);
});
