/**
 * Requests as a table: what is requested, by whom, the status, and what must and must not be in the answer. A place for
 * every row that a door must have: no token, wrong tenant, hidden row looks missing.
 */
import { Database } from '#server/infrastructure/database/database';
import { type Change, tableObserver } from './changes';
import type { Answer } from './http';
import type { Member } from './member';
import type { World } from './world';

export interface Scenario {
  readonly name: string;
  readonly as?: (world: World) => Member;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string | ((world: World) => string);
  readonly body?: unknown;
  readonly raw?: string | Uint8Array;
  readonly headers?: Record<string, string>;
  readonly status: number;
  readonly contains?: readonly string[];
  readonly excludes?: readonly string[];
  /** All changes of records that the request makes, in any order; a refused request makes none. */
  readonly changes?: (world: World, answer: Answer) => readonly Pick<Change, 'collection' | 'op' | 'id'>[];
}

const NONE = (): readonly Change[] => [];

/** Every error, whatever its cause, has this shape; a 5xx is never an acceptable answer to a request. */
export function expectErrorBody(answer: Answer): void {
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  expect(answer.body).toMatchObject({
    error: expect.stringMatching(/^[A-Z][A-Z0-9_]+$/),
    message: expect.any(String),
    detail: answer.body.message,
    request_id: answer.headers.get('x-correlation-id'),
  });
}

export function runScenarios(world: () => World, scenarios: readonly Scenario[]): void {
  test.each(scenarios)('$name', async (scenario) => {
    const { as, method, path, body, raw, headers, status, contains = [], excludes = [] } = scenario;
    const expected = scenario.changes ?? (status >= 400 ? NONE : undefined);
    const observe = tableObserver(world().server.app.get(Database, { strict: false }));
    const changes = expected && (await observe());
    const answer = await world().http.call(method, typeof path === 'string' ? path : path(world()), {
      token: as?.(world()).token,
      ...(body === undefined ? {} : { body }),
      ...(raw === undefined ? {} : { raw }),
      ...(headers === undefined ? {} : { headers }),
    });
    expect({ status: answer.status, text: answer.text }).toMatchObject({ status });
    if (status >= 400) expectErrorBody(answer);
    for (const text of contains) expect(answer.text).toContain(text);
    for (const text of excludes) expect(answer.text).not.toContain(text);
    if (expected && changes) {
      const made = (await changes()).map(({ collection, op, id }) => ({ collection, op, id }));
      const wanted = [...expected(world(), answer)];
      expect(made).toHaveLength(wanted.length);
      expect(made).toEqual(expect.arrayContaining(wanted));
    }
  });
}
