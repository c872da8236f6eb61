import { SharedWork, type Transaction, type Unit } from '#application/ports/transactions';

/** The unit's work as something to call, whichever way it was given. */
export function workOf<T>({ work }: Unit<T>): (tx: Transaction) => Promise<T> {
  return work instanceof SharedWork ? (tx) => work.run(tx) : work;
}
