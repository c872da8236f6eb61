/** Moves the clocks of this process, servers of the test included; timers and databases keep their own time. */

/** Of the servers, given by e2e-environment.cjs. */
declare const outerScope: typeof globalThis;

const RealDate = Date;
const monotonic = performance.now.bind(performance);
let passed = 0;

const now = (): number => RealDate.now() + passed;
const MovedDate = new Proxy(RealDate, {
  construct: (real, values: [number]) => new real(...(values.length > 0 ? values : ([now()] as const))),
  get: (real, name) => (name === 'now' ? now : Reflect.get(real, name)),
});

/** As if this time had passed. The clocks go on from there, until `tellRealTime`. */
export function passTime(milliseconds: number): void {
  passed += milliseconds;
  jest.spyOn(performance, 'now').mockImplementation(() => monotonic() + passed);
  for (const scope of [globalThis, outerScope]) scope.Date = MovedDate;
}

export function tellRealTime(): void {
  passed = 0;
  jest.spyOn(performance, 'now').mockRestore();
  for (const scope of [globalThis, outerScope]) scope.Date = RealDate;
}
