import { EventEmitter } from 'node:events';
import type { TurnMessage } from './turn-message';
import { WorkerWriterTurn } from './worker-writer-turn';

class Channel extends EventEmitter {
  readonly sent: TurnMessage[] = [];
  connected = true;

  isConnected(): boolean {
    return this.connected;
  }

  send(message: TurnMessage): void {
    this.sent.push(message);
  }

  grant(turn: number): void {
    this.emit('message', { writerTurn: 'granted', turn } satisfies TurnMessage);
  }
}

describe("a worker's turn", () => {
  let channel: Channel;
  let turn: WorkerWriterTurn;

  beforeEach(() => {
    jest.useFakeTimers();
    channel = new Channel();
    turn = new WorkerWriterTurn(channel);
  });

  afterEach(() => jest.useRealTimers());

  /** Whether the promise is resolved once everything that is due has run. */
  async function isResolved(promise: Promise<void>): Promise<boolean> {
    let resolved = false;
    void promise.then(() => (resolved = true));
    await Promise.resolve();
    return resolved;
  }

  it('begins when it is granted, and not by the grant of another turn or another message', async () => {
    const first = turn.take();
    channel.emit('message', 'shutdown');
    channel.emit('message', { online: true });
    channel.grant(7);
    expect(await isResolved(first)).toBe(false);
    channel.grant(1);
    expect(await isResolved(first)).toBe(true);
    turn.give();

    const second = turn.take();
    channel.grant(1);
    expect(await isResolved(second)).toBe(false);
    channel.grant(2);
    await second;
    turn.give();
    expect(channel.sent).toEqual([
      { writerTurn: 'ask', turn: 1 },
      { writerTurn: 'done', turn: 1 },
      { writerTurn: 'ask', turn: 2 },
      { writerTurn: 'done', turn: 2 },
    ]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('begins without a grant when the question or the answer was lost', async () => {
    const lost = turn.take();
    expect(await isResolved(lost)).toBe(false);
    jest.runAllTimers();
    expect(await isResolved(lost)).toBe(true);
    turn.give();
    const next = turn.take();
    channel.grant(1);
    expect(await isResolved(next)).toBe(false);
    channel.grant(2);
    await next;
  });

  it('asks nobody when its parent is gone', async () => {
    channel.connected = false;
    await turn.take();
    turn.give();
    expect(channel.sent).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
