/** Of the library's types, those that it does not export, and how a document refers to its schemas. */
import type { OpenAPIObject } from '@nestjs/swagger';

export type Paths = OpenAPIObject['paths'];
export type PathItem = Paths[string];
export type OperationObject = NonNullable<PathItem['get']>;
export type Responses = OperationObject['responses'];
export type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/** Before the name of a schema. */
export const REFERENCE = '#/components/schemas/';
