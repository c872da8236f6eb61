import { start } from 'node:repl';
import type { INestApplicationContext, InjectionToken, Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { Command } from 'nest-commander';
import { SYSTEM_ACCOUNT_ID, systemContext } from '#domain/kernel/request-context';
import { SERVICE_NAME, VERSION } from '#server/config/version';
import { print } from './print';
import { StrictCommand } from './strict-command';
import { withServer } from './with-server';

/** The shell's user acts as the server itself, in the system account. */
const CONTEXT = systemContext('shell', SYSTEM_ACCOUNT_ID);

@Command({ name: 'shell', description: 'A JavaScript prompt inside the server: app, get(Class or name), ctx' })
export class ShellCommand extends StrictCommand {
  protected async execute(): Promise<void> {
    await withServer(async (app) => {
      print(`${SERVICE_NAME} ${VERSION}: app, get(Class or name), ctx. Leave with .exit`);
      const prompt = start({ prompt: 'snackbase> ' });
      const get = (token: Type | string): unknown =>
        app.get<unknown>(typeof token === 'string' ? tokenNamed(app, token) : token, { strict: false });
      Object.assign(prompt.context, { app, ctx: CONTEXT, get });
      await new Promise((resolve) => prompt.once('exit', resolve));
    });
  }
}

/** Classes cannot be imported at the prompt, so their names stand for them. */
function tokenNamed(app: INestApplicationContext, name: string): InjectionToken {
  for (const module of app.get(ModulesContainer).values()) {
    for (const token of module.providers.keys()) if (typeof token === 'function' && token.name === name) return token;
  }
  return name;
}
