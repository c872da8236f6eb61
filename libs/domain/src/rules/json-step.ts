/** One step into the value of a json field: a member's name, an element's number from 0, or null for every element. */
export type JsonStep = string | number | null;
