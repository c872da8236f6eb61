/** What is asked of rows that a SQL macro looks for. No evaluator in memory has them. */
import { type Part, partsOf } from './map-parts';

export const ASKS_DATABASE = ['select', 'exists', 'among', 'source', 'parameter'] as const;

export function asksDatabase(part: Part): boolean {
  return ASKS_DATABASE.some((kind) => kind === part.kind) || partsOf(part).some(asksDatabase);
}
