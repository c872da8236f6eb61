import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { Request } from 'express';
import { Authenticator } from '#application/kernel/sign-in/authenticator';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { credentialToken } from '../../common/credential-token';
import { AppConfig } from '../../config/app-config';
import { SERVICE_NAME, VERSION } from '../../config/version';
import { OpenApiDocument } from './openapi-document';

const EXPLORER_PATH = 'docs';
const DOCUMENT_PATH = 'openapi.json';

const ERROR_SCHEMA = {
  type: 'object' as const,
  required: ['error', 'message', 'detail', 'request_id'],
  properties: {
    error: { type: 'string' as const, description: 'Stable code' },
    message: { type: 'string' as const },
    detail: { type: 'string' as const, description: 'The same text as message' },
    request_id: { type: 'string' as const },
    field: { type: 'string' as const },
    errors: { type: 'object' as const, description: 'Field to messages' },
    details: { type: 'array' as const, items: { type: 'object' as const } },
  },
};

/**
 * /openapi.json and the explorer at /docs, whose scripts this server serves itself. The collections of an installation are
 * shown in development and to superadmins; everybody else sees the routes that every server has.
 */
@Injectable()
export class OpenApiExplorer implements OnModuleInit {
  private app: NestExpressApplication | undefined;

  constructor(
    private readonly config: AppConfig,
    private readonly documents: OpenApiDocument,
    private readonly authenticator: Authenticator,
  ) {}

  /** The document is made from the application, which Nest does not inject. Without it (in the shell) nothing is served. */
  attach(app: NestExpressApplication): void {
    this.app = app;
  }

  /** Not earlier: the routes of the API are registered by now, so that no API request has to pass these first. */
  onModuleInit(): void {
    const { app } = this;
    if (!app) return;
    SwaggerModule.setup(EXPLORER_PATH, app, () => this.fixed(app), {
      raw: ['json'],
      jsonDocumentUrl: DOCUMENT_PATH,
      customSiteTitle: `${SERVICE_NAME} API`,
      patchDocumentOnRequest: async (request, _response, document) =>
        (await this.maySeeCollections(request as Request)) ? this.documents.live(document) : document,
    });
  }

  private fixed(app: NestExpressApplication): OpenAPIObject {
    const description = new DocumentBuilder()
      .setTitle(`${SERVICE_NAME} API`)
      .setVersion(VERSION)
      .addBearerAuth()
      .addApiKey({ type: 'apiKey', name: 'X-API-Key', in: 'header' }, 'api-key')
      .addSecurityRequirements('bearer')
      .addSecurityRequirements('api-key')
      .build();
    const document = SwaggerModule.createDocument(app, description);
    return {
      ...document,
      components: { ...document.components, schemas: { ...document.components?.schemas, Error: ERROR_SCHEMA } },
    };
  }

  private async maySeeCollections(request: Request): Promise<boolean> {
    if (this.config.environment === 'development') return true;
    const token = credentialToken(request);
    // A browser sends what a proxy asked it for, such as Basic, along with every request.
    if (token === undefined || token === '') return false;
    return (await this.authenticator.authenticate(token)).accountId === SYSTEM_ACCOUNT_ID;
  }
}
