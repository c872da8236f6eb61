import fc from 'fast-check';
import { isoTime } from './clock';

const LATEST = 8_640_000_000_000_000;

describe('isoTime', () => {
  const time = fc.oneof(fc.integer({ min: -LATEST, max: LATEST }), fc.integer({ min: -2000, max: 2000 }));

  it('says what Date says, whatever it was asked before', () => {
    fc.assert(
      fc.property(fc.array(time), (times) => {
        expect(times.map(isoTime)).toEqual(times.map((each) => new Date(each).toISOString()));
      }),
    );
  });

  it('throws for what is no time', () => {
    expect(() => isoTime(Number.NaN)).toThrow(RangeError);
    expect(() => isoTime(LATEST + 1000)).toThrow(RangeError);
  });
});
