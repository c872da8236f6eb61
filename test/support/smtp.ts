/** A real SMTP server: what it got, and how it behaves while a test needs it to. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface SmtpMail {
  /** The sender named in the envelope. */
  readonly from: string;
  readonly recipients: readonly string[];
  readonly raw: string;
  readonly parsed: ParsedMail;
  readonly to: string;
  /** Whether the connection was encrypted, and who logged in. */
  readonly secure: boolean;
  readonly user: string | undefined;
}

export interface SmtpBehaviour {
  readonly port?: number;
  /** What the server answers instead of taking this mail. */
  readonly refuse?: (mail: ParsedMail) => string;
  /** The answer to a mail waits for it. */
  readonly hold?: () => Promise<void>;
  readonly login?: { readonly user: string; readonly password: string };
  readonly starttls?: boolean;
  /** PEM. */
  readonly tls?: { readonly key: string; readonly cert: string; readonly fromTheFirstByte?: boolean };
}

export interface TestSmtp {
  readonly port: number;
  readonly mails: SmtpMail[];
  stop(): Promise<void>;
}

export async function startSmtp(behaviour: SmtpBehaviour = {}): Promise<TestSmtp> {
  const mails: SmtpMail[] = [];
  const server = new SMTPServer({ ...optionsOf(behaviour), onData: takeMail(mails, behaviour) });
  // Clients that break off are part of the tests.
  server.on('error', () => undefined);
  server.listen(behaviour.port ?? 0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

function optionsOf({ login, starttls = false, tls }: SmtpBehaviour): SMTPServerOptions {
  return {
    closeTimeout: 100,
    authOptional: login === undefined,
    disabledCommands: [...(starttls ? [] : ['STARTTLS']), ...(login ? [] : ['AUTH'])],
    allowInsecureAuth: true,
    ...(tls ? { key: tls.key, cert: tls.cert, secure: tls.fromTheFirstByte ?? false } : {}),
    onAuth: ({ username, password }, _session, done) => {
      if (username === login?.user && password === login?.password) done(null, { user: username });
      else done(new Error(`no such user: ${username} with ${password}`));
    },
  };
}

function takeMail(mails: SmtpMail[], { refuse, hold }: SmtpBehaviour): NonNullable<SMTPServerOptions['onData']> {
  return (stream, session, done) => {
    void (async () => {
      const raw = Buffer.concat(await stream.toArray()).toString('utf8');
      await hold?.();
      const parsed = await simpleParser(raw);
      if (refuse !== undefined) {
        done(Object.assign(new Error(refuse(parsed)), { responseCode: 554 }));
        return;
      }
      const { mailFrom, rcptTo } = session.envelope;
      mails.push({
        from: mailFrom ? mailFrom.address : '',
        recipients: rcptTo.map(({ address }) => address),
        raw,
        parsed,
        to: (parsed.to as AddressObject | undefined)?.text ?? '',
        secure: session.secure,
        user: typeof session.user === 'string' ? session.user : undefined,
      });
      done();
    })();
  };
}
