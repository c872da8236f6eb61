/** Repeats a piece of work whose expectation was out of date, after what was stale has been renewed. */
import { StaleExpectation } from '../ports/stale-expectation';

/** Each round needs somebody to change the schema or the caller's rights between two statements. */
const MAX_ROUNDS = 10;

/** `renew` may refuse to go on by throwing. */
export async function repeatWhileStale<T>(
  attempt: () => Promise<T>,
  renew: (error: StaleExpectation) => Promise<void>,
): Promise<T> {
  for (let round = 1; ; round += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof StaleExpectation) || round === MAX_ROUNDS) throw error;
      await renew(error);
    }
  }
}
