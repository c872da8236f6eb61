import { type INestApplication, type Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ErrorDto } from '#server/common/error.dto';
import { SERVICE_NAME, VERSION } from '../../config/version';
import { API_KEY, BEARER } from './access-of-operation';
import { completeOperation } from './complete-operation';
import type { OperationObject } from './document-types';

const DESCRIPTION =
  'Every answer has the header X-Correlation-ID, and every refusal the body `Error`. Requests may send the header, too.';
/** Of handlers that have several paths, Nest numbers the ids. */
const NUMBERED = /^(\w+)\.(\w+)(?:\[(\d+)\])?$/;

/** The document of the routes that every server has, made of what the controllers declare. */
export function fixedDocument(app: INestApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, head(), {
    extraModels: [ErrorDto],
    operationIdFactory: (controller, handler) => `${controller}.${handler}`,
  });
  const controllers = controllersOf(app);
  for (const item of Object.values(document.paths)) {
    for (const operation of operationsIn(item)) {
      const [, name, handler, number] = NUMBERED.exec(operation.operationId ?? '') ?? [];
      const controller = controllers.get(name!)!;
      completeOperation(operation, { controller, handler: handler! }, document.components?.schemas ?? {});
      operation.operationId = operationId(name!, handler!, Number(number ?? 0));
    }
  }
  return document;
}

function head(): Omit<OpenAPIObject, 'paths'> {
  return new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(`${SERVICE_NAME} API`)
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The token of a session, or an API key' }, BEARER)
    .addApiKey({ type: 'apiKey', name: 'X-API-Key', in: 'header' }, API_KEY)
    .build();
}

/** By the names of their classes, which the ids of operations have until they are complete. */
function controllersOf(app: INestApplication): ReadonlyMap<string, Type> {
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = modules.flatMap((module) => [...module.controllers.values()].map(({ metatype }) => metatype));
  return new Map(controllers.map((controller) => [controller!.name, controller as Type]));
}

function operationsIn(item: object): OperationObject[] {
  return Object.values(item).filter((member): member is OperationObject =>
    Object.hasOwn(member as object, 'responses'),
  );
}

/** As in `users.list`; `groups.addMember2` is the second path of one handler. */
function operationId(controller: string, handler: string, index: number): string {
  const group = controller.replace(/Controller$/, '');
  return `${group[0]!.toLowerCase()}${group.slice(1)}.${handler}${index === 0 ? '' : index + 1}`;
}
