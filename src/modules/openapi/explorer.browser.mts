/**
 * The explorer's page, in the browser: Swagger UI with the document as the one who is signed in sees it. It is asked for again
 * with every sign-in and sign-out, and after changes of collections. Credentials are kept in the memory of the page and nowhere else.
 */
interface Scheme {
  readonly type: string;
  readonly scheme?: string;
  readonly name?: string;
}

interface Authorization {
  readonly name: string;
  readonly schema: Scheme;
  readonly value: string;
}

interface Answer {
  readonly ok: boolean;
  readonly url: string;
  readonly obj?: { readonly token?: unknown } | null;
}

type Action = (payload: unknown) => unknown;

interface Ui {
  readonly authActions: { authorize(by: Readonly<Record<string, Authorization>>): void };
  readonly authSelectors: { authorized(): { toJS(): Readonly<Record<string, Authorization>> } };
  readonly errActions: {
    clear(which: { readonly source: string }): void;
    newThrownErr(error: { readonly source: string; readonly message: string }): void;
  };
  readonly specActions: { updateSpec(text: string): void; updateLoadingStatus(status: string): void };
}

interface OpenApi {
  readonly components: { readonly securitySchemes: Readonly<Record<string, Scheme>> };
}

declare const SwaggerUIBundle: ((options: object) => Ui) & { readonly presets: { readonly apis: unknown } };

const DOCUMENT = new URL('../openapi.json', import.meta.url);
/** Where this server is reached, which behind a proxy can be below a path. */
const SERVER = new URL('.', DOCUMENT).href.replace(/\/$/, '');
const SOURCE = 'document';
const UNAUTHORIZED = 401;

let asked = 0;
let shown = '';
let schemes: Readonly<Record<string, Scheme>> = {};

/** Each of these actions changes who is signed in. */
const thenShow = (action: Action): Action => {
  return (payload) => {
    const result = action(payload);
    void show();
    return result;
  };
};

const ui = SwaggerUIBundle({
  dom_id: '#swagger-ui',
  deepLinking: true,
  filter: true,
  persistAuthorization: false,
  // It would ask another host.
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
  plugins: [{ statePlugins: { auth: { wrapActions: { authorize: thenShow, logout: thenShow } } } }],
  responseInterceptor: (answer: Answer) => {
    if (answer.ok) follow(answer);
    return answer;
  },
});
ui.specActions.updateLoadingStatus('loading');
await show();

/** A log-in that was tried out signs in; a change of collections changes the document. */
function follow({ url, obj }: Answer): void {
  const { pathname } = new URL(url);
  if (pathname.endsWith('/auth/login') && typeof obj?.token === 'string') signIn(obj.token);
  else if (/\/collections(\/|$)/.test(pathname)) void show();
}

function signIn(token: string): void {
  const [name, schema] = Object.entries(schemes).find(([, { scheme }]) => scheme === 'bearer') ?? [];
  if (name !== undefined && schema !== undefined) ui.authActions.authorize({ [name]: { name, schema, value: token } });
}

/** An answer that comes after a later question is not shown any more. */
async function show(): Promise<void> {
  asked += 1;
  const turn = asked;
  try {
    const { text, problem } = await read();
    if (turn !== asked) return;
    showText(text);
    ui.errActions.clear({ source: SOURCE });
    if (problem !== undefined) ui.errActions.newThrownErr({ source: SOURCE, message: problem });
  } catch (error) {
    if (turn !== asked) return;
    if (shown === '') ui.specActions.updateLoadingStatus('failed');
    ui.errActions.newThrownErr({ source: SOURCE, message: error instanceof Error ? error.message : String(error) });
  }
}

/** A credential that is refused shows what strangers see, and why. */
async function read(): Promise<{ readonly text: string; readonly problem?: string }> {
  const answer = await fetch(DOCUMENT, { headers: credentials(), cache: 'no-store' });
  if (answer.ok) return { text: await answer.text() };
  const { message } = (await answer.json()) as { readonly message: string };
  if (answer.status !== UNAUTHORIZED) throw new Error(message);
  const open = await fetch(DOCUMENT, { cache: 'no-store' });
  if (!open.ok) throw new Error(message);
  return { text: await open.text(), problem: message };
}

function credentials(): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { schema, value } of Object.values(ui.authSelectors.authorized().toJS())) {
    if (schema.type === 'apiKey' && schema.name !== undefined) headers[schema.name] = value;
    else headers['Authorization'] = `Bearer ${value}`;
  }
  return headers;
}

function showText(text: string): void {
  if (text === shown) return;
  shown = text;
  const document = JSON.parse(text) as OpenApi;
  schemes = document.components.securitySchemes;
  ui.specActions.updateSpec(JSON.stringify({ ...document, servers: [{ url: SERVER }] }));
  ui.specActions.updateLoadingStatus('success');
}
