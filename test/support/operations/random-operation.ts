/** Random requests as plain data: who asks for what, with records that are chosen when the request is sent. */
import fc from 'fast-check';
import { DEFINITIONS, type Values, VALUES } from './collections';

/** The doors of records as the API document names them, by the words of the operations below. */
export const RECORD_DOORS = {
  create: 'POST /records/{collection}',
  createBatch: 'POST /records/{collection}/batch',
  replace: 'PUT /records/{collection}/{id}',
  update: 'PATCH /records/{collection}/{id}',
  updateBatch: 'PATCH /records/{collection}/batch',
  delete: 'DELETE /records/{collection}/{id}',
  deleteBatch: 'DELETE /records/{collection}/batch',
  upsertBatch: 'PUT /records/{collection}/batch',
  updateSelected: 'PATCH /records/{collection}',
  deleteSelected: 'DELETE /records/{collection}',
  severalCollections: 'POST /batch',
} as const;
type RecordDoor = keyof typeof RECORD_DOORS;

export interface RecordOperation {
  readonly kind: 'records';
  readonly door: RecordDoor;
  readonly collection: string;
  /** Which of the actors. */
  readonly actor: number;
  /** One is used where the door takes one. */
  readonly records: readonly { readonly pick: number; readonly data: Values }[];
  readonly ifMatch: string | null;
  /** Sent twice with the same Idempotency-Key. */
  readonly twice: boolean;
}

/** Changes of the schema and of accounts; each is compared by itself. */
export const WIDE_KINDS = ['fill', 'clear', 'clearLinks', 'drop', 'erase'] as const;

/** The routes that they go through. */
export const WIDE_ROUTES = [
  'PUT /collections/{id}',
  'PATCH /collections/{id}',
  'DELETE /collections/{id}',
  'DELETE /accounts/{id}',
] as const;

export interface WideOperation {
  readonly kind: (typeof WIDE_KINDS)[number];
}

export type Operation = RecordOperation | WideOperation;

const WEIGHTS: Readonly<Record<RecordDoor, number>> = {
  create: 6,
  createBatch: 4,
  replace: 2,
  update: 5,
  updateBatch: 5,
  delete: 3,
  deleteBatch: 2,
  upsertBatch: 4,
  updateSelected: 3,
  deleteSelected: 1,
  severalCollections: 4,
};

const door = fc.oneof(
  ...Object.entries(WEIGHTS).map(([name, weight]) => ({ weight, arbitrary: fc.constant(name as RecordDoor) })),
);
const ifMatch = fc.option(fc.constantFrom('*', '"1"', '"1", "2", "3"', '"2","4"', 'W/"1"', '"99"', 'rubbish'), {
  freq: 3,
});

// Collections with the most references are written most.
const collections = [...DEFINITIONS.map(({ name }) => name), 'people', 'tasks', 'tasks', 'tasks'];

const records = fc.constantFrom(...collections).chain((collection) =>
  fc.record({
    kind: fc.constant('records' as const),
    door,
    collection: fc.constant(collection),
    actor: fc.nat(99),
    // Few to pick from make it likely that a batch names one of them twice.
    records: fc.array(fc.record({ pick: fc.nat(7), data: VALUES[collection]! }), { minLength: 1, maxLength: 4 }),
    ifMatch: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: ifMatch }),
    twice: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  }),
);

const wide = fc.record({ kind: fc.constantFrom(...WIDE_KINDS) });

export const randomOperation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 25, arbitrary: records },
  { weight: 1, arbitrary: wide },
);
