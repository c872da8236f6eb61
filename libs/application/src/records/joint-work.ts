/** Several writes as the work of one unit, one after another: all of them or none. */
import { DomainError } from '#domain/kernel/errors';
import type { RenderedRecord, WriteWork } from '../ports/record-store';
import { runWork, type Transaction } from '../ports/transactions';

/** A write that is part of the unit. */
export interface PartWork extends WriteWork {
  /** Its elements by their numbers in the whole request, which is what errors name. */
  readonly places: readonly number[];
}

/** Resolves with the records of all parts, in the order of the parts. */
export function jointWork(parts: readonly PartWork[]): WriteWork {
  // Set anew whenever the unit runs, and read once it has failed for good.
  let running = 0;
  const work = async (tx: Transaction): Promise<readonly RenderedRecord[]> => {
    const records: RenderedRecord[] = [];
    for (running = 0; running < parts.length; running += 1) {
      for (const record of await runWork(parts[running]!.work, tx)) records.push(record);
    }
    return records;
  };
  const explain = async (error: unknown): Promise<unknown> => {
    const part = parts[running];
    return part === undefined ? error : atPlace(await part.explain(error), part.places);
  };
  return { work, explain };
}

/** Does what may be refused for one of several elements, which the error then names by its number in the whole request. */
export function placing<T>(places: readonly number[], work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw atPlace(error, places);
  }
}

/** An error about one of several elements, by its number in the whole request. */
export function atPlace(error: unknown, places: readonly number[]): unknown {
  if (!(error instanceof DomainError) || error.extras.index === undefined) return error;
  const { code, kind, message, extras } = error;
  const index = places[error.extras.index];
  return index === undefined ? error : new DomainError(code, kind, message, { ...extras, index });
}
