import type { ReadConnection } from './read-connection';
import { ReadSeats, type Seat } from './read-seats';

const connection: ReadConnection = { isOpen: true, run: () => {}, close: () => Promise.resolve() };

describe('the seats of the read pool', () => {
  /** How many of these get a seat one after another, as long as they may. */
  function seated(seats: ReadSeats, account: string, isStranger: boolean): Seat[] {
    const taken: Seat[] = [];
    while (seats.mayHold(account, isStranger)) {
      const seat = seats.take(account, isStranger);
      if (seat === undefined) break;
      taken.push(seat);
    }
    return taken;
  }

  /** A read of a member that has its seat for so long. */
  function read(seats: ReadSeats, account: string, milliseconds: number): void {
    const clock = jest.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValueOnce(milliseconds);
    const seat = seats.take(account, false)!;
    seats.leave(seat);
    seats.rest(seat);
    clock.mockRestore();
  }

  const seatsOf = (count: number): ReadSeats => new ReadSeats(Array.from({ length: count }, () => connection));

  it.each([
    [1, 1, 1],
    [2, 1, 1],
    [3, 1, 1],
    [4, 2, 1],
    [5, 3, 2],
    [8, 6, 5],
  ])('of %i gives %i to members of one account, or %i to its strangers', (count, members, strangers) => {
    expect(seated(seatsOf(count), 'a', false)).toHaveLength(members);
    expect(seated(seatsOf(count), 'a', true)).toHaveLength(strangers);
  });

  it('keeps one for the members of an account, one for other accounts and one for the system', () => {
    const seats = seatsOf(5);
    expect(seated(seats, 'a', true)).toHaveLength(2);
    expect(seated(seats, 'a', false)).toHaveLength(1);
    expect(seated(seats, 'b', false)).toHaveLength(1);
    expect(seated(seats, 'c', false)).toHaveLength(0);
    expect(seats.take(undefined, false)).toBeDefined();
    expect(seats.areIdle).toBe(false);
  });

  it('keeps one for members from the strangers of all accounts', () => {
    const seats = seatsOf(5);
    expect(seated(seats, 'a', true)).toHaveLength(2);
    expect(seated(seats, 'b', true)).toHaveLength(1);
    expect(seated(seats, 'c', false)).toHaveLength(1);
  });

  it('keeps one for accounts whose reads are quick from all whose reads take long', () => {
    const seats = seatsOf(6);
    for (const account of ['a', 'b']) read(seats, account, 500);
    read(seats, 'c', 1);
    expect([seats.take('a', false), seats.take('a', false)]).not.toContain(undefined);
    expect(seated(seats, 'b', false)).toHaveLength(2);
    expect(seated(seats, 'c', false)).toHaveLength(1);
  });

  it('takes an account for quick again whose reads have been for a while', () => {
    const seats = seatsOf(6);
    for (const account of ['a', 'b']) read(seats, account, 300);
    expect(seated(seats, 'a', false)).toHaveLength(4);
    expect(seated(seats, 'b', false)).toHaveLength(0);
    for (let quick = 0; quick < 4; quick += 1) read(seats, 'b', 1);
    expect(seated(seats, 'b', false)).toHaveLength(1);
  });

  it('gives a seat to others again that was left', () => {
    const seats = seatsOf(4);
    const [seat] = seated(seats, 'a', false);
    seats.leave(seat!);
    seats.rest(seat!);
    expect(seated(seats, 'a', false)).toEqual([seat]);
  });
});
