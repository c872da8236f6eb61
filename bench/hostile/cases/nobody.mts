/** For comparison: what the machine itself, and whatever else runs on it, does to the figures. */
import type { Case } from '../case.mts';

export const NOBODY: Case = {
  name: '0-nobody',
  title: 'Nobody is hostile',
  prepare: () => Promise.resolve({}),
  attack: () => undefined,
};
