import { TurnQueue } from './turn-queue';

describe('the queue of writers', () => {
  let granted: string[];
  let turns: TurnQueue;

  beforeEach(() => {
    granted = [];
    turns = new TurnQueue((asker, turn) => granted.push(`${asker}:${turn}`));
  });

  it('grants a free turn at once, and others first come, first served', () => {
    turns.ask(1, 1);
    expect(granted).toEqual(['1:1']);
    turns.ask(3, 1);
    turns.ask(2, 1);
    expect(granted).toEqual(['1:1']);
    turns.leave(1);
    turns.ask(1, 2);
    turns.leave(3);
    turns.leave(2);
    expect(granted).toEqual(['1:1', '3:1', '2:1', '1:2']);
  });

  it('lets nobody pass that asks again and again', () => {
    turns.ask(1, 1);
    turns.ask(2, 1);
    for (let turn = 2; turn < 6; turn += 1) {
      turns.leave(1);
      turns.ask(1, turn);
      turns.leave(2);
      turns.ask(2, turn);
    }
    expect(granted).toEqual(['1:1', '2:1', '1:2', '2:2', '1:3', '2:3', '1:4', '2:4', '1:5']);
  });

  it('passes on the turn of a process that dies, and forgets one that dies while it waits', () => {
    for (const asker of [1, 2, 3]) turns.ask(asker, 1);
    turns.leave(2);
    expect(granted).toEqual(['1:1']);
    turns.leave(1);
    expect(granted).toEqual(['1:1', '3:1']);
    turns.leave(3);
    turns.leave(3);
    turns.ask(4, 1);
    expect(granted).toEqual(['1:1', '3:1', '4:1']);
  });

  it('takes a new turn that is asked for as word that the one before is over, wherever that word was lost', () => {
    turns.ask(1, 1);
    turns.ask(2, 1);
    turns.ask(1, 2);
    expect(granted).toEqual(['1:1', '2:1']);
    turns.ask(1, 3);
    turns.leave(2);
    expect(granted).toEqual(['1:1', '2:1', '1:3']);
  });

  it('does not wait longer than from one sweep to the next but one', () => {
    turns.ask(1, 1);
    turns.ask(2, 1);
    turns.sweep();
    expect(granted).toEqual(['1:1']);
    turns.sweep();
    expect(granted).toEqual(['1:1', '2:1']);
    turns.sweep();
    turns.leave(1);
    turns.leave(2);
    turns.ask(1, 2);
    expect(granted).toEqual(['1:1', '2:1', '1:2']);
  });
});
