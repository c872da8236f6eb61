import './config/thread-pool';
import { serveInWorkers } from './bootstrap-cluster';
import { run } from './bootstrap-run';
import { loadConfig } from './config/load-config';

void run(() => serveInWorkers(loadConfig()));
