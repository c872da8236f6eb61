#!/usr/bin/env -S MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=131072 MALLOC_TRIM_THRESHOLD_=4194304 node --max-semi-space-size=8 --heap-growing-percent=20 --no-maglev --no-allocation-site-pretenuring
import '#server/config/thread-pool';
import '#server/config/lean-http';
import '#server/config/lean-packages';
import 'reflect-metadata';
import { runCommandLine } from './run-command-line';

void runCommandLine();
