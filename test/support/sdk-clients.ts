/** The published client, whose answers are held against the API document as all others are. */
import { SnackBaseClient } from '@snackbase/sdk';
import { assertDescribed } from './assert-described';

type Settings = Partial<ConstructorParameters<typeof SnackBaseClient>[0]>;

interface Response {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON; undefined without a body. */
  readonly data: unknown;
  readonly request: { readonly method: string; readonly url: string };
}

export class SdkClients {
  private readonly problems: unknown[] = [];

  constructor(private readonly baseUrl: string) {}

  make(settings: Settings = {}): SnackBaseClient {
    const { baseUrl } = this;
    const client = new SnackBaseClient({ baseUrl, storageBackend: 'memory', maxRetries: 0, ...settings });
    const interceptors = client.httpClient['responseInterceptors'] as ((response: Response) => Response)[];
    // Before the client's own, which makes an error of a refusal.
    interceptors.unshift((response) => this.looked(response));
    return client;
  }

  /** Throws for the first answer that was not as the document says. At the end: a client may take an error for a refusal. */
  assertDescribed(): void {
    if (this.problems.length > 0) throw this.problems[0];
  }

  private looked(response: Response): Response {
    const { status, headers, data = '', request } = response;
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    try {
      assertDescribed(request.method, new URL(request.url, this.baseUrl).href, { status, headers, text, body: data });
    } catch (problem) {
      this.problems.push(problem);
    }
    return response;
  }
}
