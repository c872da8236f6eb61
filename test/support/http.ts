import { request } from 'node:http';
import { assertDescribed, type Described } from './assert-described';

/** A plain HTTP caller over fetch: what is sent is what is written in the test, and the answer is kept whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body, or the text when it is not JSON. Typed loosely: tests look into answers, they do not build on them. */
  readonly body: Json;
}

// oxlint-disable-next-line typescript/no-explicit-any -- answers are inspected, member by member, by expectations
export type Json = any;

export interface Call {
  readonly token?: string | undefined;
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly raw?: string | Uint8Array;
  readonly headers?: Record<string, string>;
}

export class Http {
  /** `described`: by another document than that of the routes that every server has. */
  constructor(
    readonly baseUrl: string,
    private readonly described?: Described,
  ) {}

  async call(method: string, path: string, { token, body, raw, headers }: Call = {}): Promise<Answer> {
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(this.baseUrl + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      ...(payload === undefined ? {} : { body: payload }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') ?? false;
    const answer = {
      status: response.status,
      headers: response.headers,
      text,
      body: json && text ? JSON.parse(text) : text,
    };
    assertDescribed(method, this.baseUrl + path, answer, this.described);
    return answer;
  }

  get(path: string, call?: Call): Promise<Answer> {
    return this.call('GET', path, call);
  }

  post(path: string, body?: unknown, call?: Call): Promise<Answer> {
    return this.call('POST', path, { ...call, body });
  }

  put(path: string, body?: unknown, call?: Call): Promise<Answer> {
    return this.call('PUT', path, { ...call, body });
  }

  patch(path: string, body?: unknown, call?: Call): Promise<Answer> {
    return this.call('PATCH', path, { ...call, body });
  }

  delete(path: string, call?: Call): Promise<Answer> {
    return this.call('DELETE', path, call);
  }
}

type WrittenHeaders = Record<string, string | string[]>;

/** Sends the path (and the method) as it is written: fetch would tidy it up first. */
export async function sendAsWritten(
  baseUrl: string,
  method: string,
  path: string,
  headers: WrittenHeaders = {},
): Promise<Answer> {
  const answer = await exchange(baseUrl, method, path, headers);
  if (URL.canParse(baseUrl + path)) assertDescribed(method, baseUrl + path, answer);
  return answer;
}

function exchange(baseUrl: string, method: string, path: string, headers: WrittenHeaders): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(baseUrl);
    const sent = request({ hostname, port, method, path, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('error', reject).once('end', () => {
        const received = new Headers(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
        const json = received.get('content-type')?.includes('json') ?? false;
        resolve({
          status: response.statusCode ?? 0,
          headers: received,
          text,
          body: json && text ? JSON.parse(text) : text,
        });
      });
    });
    sent.once('error', reject).end();
  });
}
