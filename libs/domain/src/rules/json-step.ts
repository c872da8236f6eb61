/** One step into the value of a json field: a member's name, an element's number from 0, or null for every element. */
export type JsonStep = string | number | null;

/** What a value in json can be ordered by. */
export const ORDERED_IN_JSON = ['text', 'number', 'boolean'] as const;
export type OrderedInJson = (typeof ORDERED_IN_JSON)[number];
