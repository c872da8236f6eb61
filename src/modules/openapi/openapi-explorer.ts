import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { Application, Request, Response } from 'express';
import { Authenticator } from '#application/kernel/sign-in/authenticator';
import {
  NO_CLIENT,
  type Principal,
  type RequestContext,
  SYSTEM_ACCOUNT_ID,
  systemContext,
} from '#domain/kernel/request-context';
import { credentialToken } from '../../common/caller-headers';
import { RateLimits } from '../../common/rate-limits';
import { AppConfig } from '../../config/app-config';
import { serveExplorerPages } from './explorer-pages';
import { fixedDocument } from './fixed-document';
import { OpenApiDocument } from './openapi-document';

const DOCUMENT_PATH = '/openapi.json';
/** Under no rule: in development everything is shown to those who have not signed in. */
const DEVELOPER = systemContext('openapi', SYSTEM_ACCOUNT_ID);

/**
 * /openapi.json and the explorer at /docs, whose scripts this server serves itself. Who is signed in is shown what they can do
 * with which collections; strangers are shown the routes that every server has, and in development everything.
 */
@Injectable()
export class OpenApiExplorer implements OnModuleInit {
  private app: NestExpressApplication | undefined;
  private document: { readonly fixed: OpenAPIObject; readonly text: string } | undefined;

  constructor(
    private readonly config: AppConfig,
    private readonly documents: OpenApiDocument,
    private readonly authenticator: Authenticator,
    private readonly limits: RateLimits,
  ) {}

  /** The document is made from the application, which Nest does not inject. Without it (in the shell) nothing is served. */
  attach(app: NestExpressApplication): void {
    this.app = app;
  }

  /** Not earlier: the routes of the API are registered by now, so that no API request has to pass these first. */
  onModuleInit(): void {
    const { app } = this;
    if (!app) return;
    const express = app.getHttpAdapter().getInstance() as Application;
    express.get(DOCUMENT_PATH, (request: Request, response: Response) => this.sendDocument(app, request, response));
    serveExplorerPages(express);
  }

  /** Nobody keeps a copy: the next one to ask at the same address may be somebody else. */
  private async sendDocument(app: NestExpressApplication, request: Request, response: Response): Promise<void> {
    response.setHeader('Cache-Control', 'private, no-store');
    response.vary('Authorization').vary('X-API-Key');
    const { fixed, text } = this.made(app);
    const viewer = await this.viewer(request);
    response.type('json').send(viewer === null ? text : await this.documents.live(fixed, viewer));
  }

  /** When it is first asked for: it takes longer than most requests, and most servers are never asked. */
  private made(app: NestExpressApplication): { readonly fixed: OpenAPIObject; readonly text: string } {
    if (this.document === undefined) {
      const fixed = fixedDocument(app);
      this.document = { fixed, text: JSON.stringify(fixed) };
    }
    return this.document;
  }

  /**
   * null: a stranger, who is shown no collection. A token or key that is not valid, or not any more, is refused as everywhere,
   * since less would be shown than its owner expects. What is neither is passed over: a browser sends what a proxy asked it
   * for, such as Basic, along with every request.
   */
  private async viewer(request: Request): Promise<RequestContext | null> {
    const token = credentialToken(request);
    if (!token) return this.config.environment === 'development' ? DEVELOPER : null;
    const principal = await this.authenticator.authenticate(token);
    this.limits.chargeAccount(principal.accountId);
    return contextOf(request, principal);
  }
}

function contextOf({ requestId }: Request, actor: Principal): RequestContext {
  const accountId = actor.accountId === SYSTEM_ACCOUNT_ID ? null : actor.accountId;
  return { requestId, actor, client: NO_CLIENT, accountId, reason: null };
}
