import { requireSafeSqlite } from './sqlite-version';

describe('requireSafeSqlite', () => {
  it.each(['3.6.23', '3.44.6', '3.44.7', '3.50.7', '3.51.3', '3.52.0', '4.0.0'])('accepts %s', (version) => {
    expect(() => requireSafeSqlite(version)).not.toThrow();
  });

  it.each(['3.7.0', '3.44.2', '3.44.5', '3.45.0', '3.50.6', '3.51.0', '3.51.2'])('refuses %s', (version) => {
    expect(() => requireSafeSqlite(version)).toThrow(version);
  });
});
