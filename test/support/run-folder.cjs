/**
 * The folder of one run for everything that its tests keep in files, which os.tmpdir() answers from then on: in memory where there
 * is enough of it, because databases that are gone after seconds cost most of their time on a disk. Whatever a run that was
 * killed left behind is removed by the next one.
 */
const { spawnSync } = require('node:child_process');
const { chmodSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } = require('node:fs');
const { freemem, tmpdir } = require('node:os');
const { join } = require('node:path');

const IN_MEMORY = '/dev/shm';
const GIB = 2 ** 30;
/** Far more than the files of a run were seen to take (180 MiB), and its processes want memory too. */
const NEEDED_SPACE = 4 * GIB;
const NEEDED_MEMORY = 8 * GIB;
const PREFIX = 'snackbase-tests-';
/** PostgreSQL runs as another user where the tests run as root. */
const MODE = process.getuid?.() === 0 ? 0o711 : 0o700;

exports.makeRunFolder = () => {
  if (process.env.SNACKBASE_TEST_FOLDER) return;
  const folder = runsInMemory() ?? folderIn(tmpdir());
  process.env.SNACKBASE_TEST_FOLDER = process.env.TMPDIR = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
};

/** Undefined where there is no such place, too little room, or where programs may not be run from it. */
function runsInMemory() {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    if (bavail * bsize < NEEDED_SPACE || freemem() < NEEDED_MEMORY) return undefined;
    const folder = folderIn(IN_MEMORY);
    const program = join(folder, 'program');
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o700 });
    const { status } = spawnSync(program);
    rmSync(status === 0 ? program : folder, { recursive: true });
    return status === 0 ? folder : undefined;
  } catch {
    return undefined;
  }
}

function folderIn(place) {
  for (const name of readdirSync(place)) {
    if (name.startsWith(PREFIX) && !isAlive(Number(name.slice(PREFIX.length)))) {
      rmSync(join(place, name), { recursive: true, force: true });
    }
  }
  const folder = join(place, `${PREFIX}${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  chmodSync(folder, MODE);
  return folder;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
