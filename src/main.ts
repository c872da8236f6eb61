import './config/thread-pool';
import './config/lean-http';
import './config/lean-packages';
import { run } from './bootstrap-run';
import { answerWords } from './bootstrap-words';
import { loadConfig } from './config/load-config';

void run(async () => {
  answerWords(process.argv.slice(2));
  const config = loadConfig();
  // Most of the server is loaded only when the settings are right.
  const { serveInWorkers } = await import('#server/bootstrap-cluster');
  await serveInWorkers(config);
});
