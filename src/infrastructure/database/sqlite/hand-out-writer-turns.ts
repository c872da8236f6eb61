import cluster from 'node:cluster';
import { isTurnMessage, type TurnMessage } from './turn-message';
import { TurnQueue } from './turn-queue';

/** A worker that holds the turn for one to two of these, in a long transaction or because it hangs, loses it. */
const SWEEP_MS = 2_000;

/** Lets worker processes write one after another; called in their parent. */
export function handOutWriterTurns(): void {
  const turns = new TurnQueue((asker, turn) => {
    const granted: TurnMessage = { writerTurn: 'granted', turn };
    // A worker that cannot be reached is ending, and then leaves the queue.
    cluster.workers?.[asker]?.send(granted, () => undefined);
  });
  cluster.on('message', ({ id }, message: unknown) => {
    if (!isTurnMessage(message)) return;
    if (message.writerTurn === 'ask') turns.ask(id, message.turn);
    else turns.leave(id);
  });
  cluster.on('disconnect', ({ id }) => turns.leave(id));
  cluster.on('exit', ({ id }) => turns.leave(id));
  setInterval(() => turns.sweep(), SWEEP_MS).unref();
}
