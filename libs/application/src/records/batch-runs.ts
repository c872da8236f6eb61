/**
 * Operations of a batch that the store can do as one: neighbours that do the same in the same collection, none of which
 * refers to another of them. Everything is done in the order of the batch all the same.
 */
import type { Collection } from '#domain/schema/collection';
import { type BatchOperation, type BatchOperationName, withIds } from './batch-operations';

export interface BatchRun {
  readonly op: BatchOperationName;
  readonly collection: Collection;
  readonly operations: readonly BatchOperation[];
  /** What is sent for each of them, with ids in the place of references. */
  readonly bodies: readonly unknown[];
  /** The number of each of them in the batch. */
  readonly places: readonly number[];
}

/** `find`: throws where there is no such collection. */
export function runsOf(
  operations: readonly BatchOperation[],
  find: (name: string, index: number) => Collection,
): readonly BatchRun[] {
  const runs: {
    op: BatchOperationName;
    collection: Collection;
    operations: BatchOperation[];
    bodies: unknown[];
    places: number[];
  }[] = [];
  for (const [index, operation] of operations.entries()) {
    const { op } = operation;
    const collection = find(operation.collection, index);
    const { body, latest } = withIds(operation, collection, operations, index);
    const last = runs.at(-1);
    const isAlike = last !== undefined && last.op === op && last.collection === collection;
    const refers = Math.max(latest, operation.of ?? -1);
    if (isAlike && refers < last.places[0]! && (op !== 'delete' || canBeDeletedWith(last.operations, operation))) {
      last.operations.push(operation);
      last.bodies.push(body);
      last.places.push(index);
    } else {
      runs.push({ op, collection, operations: [operation], bodies: [body], places: [index] });
    }
  }
  return runs;
}

/** A record is deleted once only, and the revision that one delete demands is nobody else's. */
function canBeDeletedWith(others: readonly BatchOperation[], { id, ifMatch }: BatchOperation): boolean {
  return ifMatch === null && others.every((other) => other.ifMatch === null && other.id !== id);
}
