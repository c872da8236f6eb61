import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Application, Request, Response } from 'express';
import { AppConfig } from '../config/app-config';
import { SERVICE_NAME, VERSION } from '../config/version';
import { htmlPage, preparePage, rootFrom } from './html-page';

/**
 * What a browser finds at the server's own address, and where it looks for an administration. They are no routes of a module:
 * Nest tells routes outside the API's prefix by their path alone, and the prefix itself answers at the same path, /.
 */
export function serveHomePages(app: NestExpressApplication): void {
  const express = app.getHttpAdapter().getInstance() as Application;
  const { apiPrefix } = app.get(AppConfig);
  express.get('/', (request: Request, response: Response) => {
    response.vary('Accept');
    if (request.accepts(['json', 'html']) === 'html') sendPage(response, homePage(rootFrom(request), apiPrefix));
    else response.json(home(apiPrefix));
  });
  express.get('/admin', (request: Request, response: Response) => sendPage(response, adminPage(rootFrom(request))));
}

function sendPage(response: Response, page: string): void {
  preparePage(response);
  response.send(page);
}

function home(apiPrefix: string): object {
  const paths = { api: apiPrefix, docs: '/docs', openapi: '/openapi.json', health: '/health' };
  return { service: SERVICE_NAME, version: VERSION, ...paths };
}

function homePage(root: string, apiPrefix: string): string {
  return htmlPage(
    SERVICE_NAME,
    `<h1>${SERVICE_NAME} runs here</h1>
<p>Its API is below <code>${apiPrefix}</code>.</p>
${links(root)}
<p>Nobody can log in yet? A server without a superadmin prints a link when it starts, which creates the first one.</p>`,
  );
}

function adminPage(root: string): string {
  return htmlPage(
    `${SERVICE_NAME} administration`,
    `<h1>No pages for administration yet</h1>
<p>This version is administered through its API, and from the command line:
<code>npm run snackbase -- --help</code></p>
${links(root)}`,
  );
}

function links(root: string): string {
  return `<p><a href="${root}docs">API explorer</a>: every route, to be tried out<br>
<a href="${root}openapi.json">OpenAPI document</a>, for programs<br>
<a href="${root}ready">/ready</a>: whether requests can be served; <a href="${root}health">/health</a> says which probe is for what</p>`;
}
