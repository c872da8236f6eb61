import { destination, pino, type Logger, stdTimeFunctions } from 'pino';
import type { AppConfig } from '../config/app-config';

const BUFFER_BYTES = 8192;
const FLUSH_MS = 200;

const SECRET_NAMES = [
  'authorization',
  'Authorization',
  '["x-api-key"]',
  'cookie',
  '["set-cookie"]',
  'password',
  'new_password',
  'password_hash',
  'token',
  'refresh_token',
  'secret',
  'secretKey',
  'key',
];

/**
 * What a log keeps of an error. Drivers attach more to theirs: the statement's values (password hashes among them) and
 * the row that was refused.
 */
function loggedError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { type: name, message, ...code, stack, ...(cause === undefined ? {} : { cause: loggedError(cause) }) };
}

export interface Loggers {
  /** For everything: redacts secrets by name, wherever they are on the first two levels. */
  readonly server: Logger;
  /** Takes the lines of request-log.ts; null: the level asks for none. */
  readonly requests: ((line: Buffer) => void) | null;
  readonly flush: () => void;
}

/** Takes whole lines, as bytes: with texts it would copy all that it holds at every line, only to measure it. */
interface LogStream {
  write(line: Buffer): unknown;
  flushSync?(): void;
}

/** Everything goes to one buffer, which goes to standard output in blocks and is emptied when the process ends. */
export function createLoggers(
  config: AppConfig,
  stream: LogStream = config.logFormat === 'console' ? consoleStream() : bufferedStream(),
): Loggers {
  const options = {
    level: config.logLevel,
    base: null,
    messageKey: 'message',
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: loggedError },
  };
  const paths = SECRET_NAMES.flatMap((name) => [name, name.startsWith('[') ? `*${name}` : `*.${name}`]);
  const lines = { write: (line: string) => void stream.write(Buffer.from(line)) };
  const server = pino({ ...options, redact: { paths, censor: '[redacted]' } }, lines);
  return {
    server,
    requests: server.isLevelEnabled('info') ? stream.write.bind(stream) : null,
    flush: () => stream.flushSync?.(),
  };
}

function bufferedStream(): LogStream {
  return destination({
    dest: 1,
    sync: false,
    minLength: BUFFER_BYTES,
    periodicFlush: FLUSH_MS,
    contentMode: 'buffer',
  }) as unknown as LogStream;
}

/** For people at a terminal: in order and at once. Loaded for them alone. */
function consoleStream(): LogStream {
  const { build: pretty } = require('pino-pretty') as typeof import('pino-pretty');
  return pretty({ sync: true, messageKey: 'message', ignore: 'hostname,pid' });
}
