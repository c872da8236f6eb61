/** Definitions and changes of collections, for specs. Nothing but specs imports it. */
import { DomainError } from '#domain/kernel/errors';
import { Catalog } from '../catalog';
import type { Collection } from '../collection';
import { defineCollection } from '../define-collection';
import { parseDefinition } from '../definition-input';
import { DefinitionProblems } from '../definition-problems';
import { reviseCollection } from '../revise-collection';

export const NOW = '2026-01-01T00:00:00.000Z';
const NONE = new Catalog(1, []);
export const text = (name: string, rest: object = {}) => ({ name, type: 'text', ...rest });

export function define(body: object, catalog = NONE): Collection {
  const problems = new DefinitionProblems();
  const input = parseDefinition({ name: 'posts', fields: [text('title')], ...body }, problems);
  problems.throwIfAny();
  const collection = defineCollection(input, catalog, NOW, problems);
  problems.throwIfAny();
  return collection!;
}

export function revise(before: Collection, body: object): Collection {
  const problems = new DefinitionProblems();
  const input = parseDefinition(body, problems);
  problems.throwIfAny();
  const after = reviseCollection(before, input, new Catalog(1, [before]), NOW, problems);
  problems.throwIfAny();
  return after;
}

export function errorOf(work: () => unknown): DomainError {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

export function problemOf(work: () => unknown): string {
  const { code, kind, extras } = errorOf(work);
  if (code !== 'SCHEMA_INVALID' || kind !== 'unprocessable') throw new Error(`refused by ${code} (${kind})`);
  return (extras.details ?? []).map((detail) => `${detail.field} ${detail.code}`).join(', ');
}
