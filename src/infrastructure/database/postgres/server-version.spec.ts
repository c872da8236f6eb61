import { versionProblem } from './server-version';

describe('the version of the server', () => {
  it.each([140_000, 140_012, 180_004])('%s is taken', (number) => {
    expect(versionProblem(number)).toBeNull();
  });

  it.each([
    [139_999, '13.99'],
    [130_023, '13.23'],
    [100_023, '10.23'],
    [90_624, '9.6'],
    [90_224, '9.2'],
  ])('%s is refused as %s', (number, version) => {
    expect(versionProblem(number)).toBe(`the server is PostgreSQL ${version}, and PostgreSQL 14 or later is needed`);
  });
});
