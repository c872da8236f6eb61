import { Client } from 'pg';
import { isAnswerOfServer } from '../errors/driver-error';
import { clientConfig } from './client-config';
import { cut } from './client-watch';

const ANSWER_TIMEOUT_MS = 5000;

/** Rejects when the server does not answer over a new connection. That it refuses the connection is an answer. */
export async function assertAnswers(url: string): Promise<void> {
  const client = new Client({ ...clientConfig(url), query_timeout: ANSWER_TIMEOUT_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
  } catch (error) {
    if (!isAnswerOfServer(error)) throw error;
  } finally {
    cut(client);
  }
}
