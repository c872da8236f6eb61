/** The explorer at /docs in a browser, and everything that must not happen in it. */
import type { Browser, Locator, Page } from 'playwright-core';

export class ExplorerPage {
  /** Console errors, uncaught exceptions, violations of the page's policy, and requests to other hosts. */
  readonly faults: string[] = [];

  private constructor(
    readonly page: Page,
    readonly url: string,
  ) {}

  /** Open and loaded. `url`: of the server, as the browser reaches it. */
  static async open(browser: Browser, url: string): Promise<ExplorerPage> {
    const page = await browser.newPage();
    const explorer = new ExplorerPage(page, url);
    explorer.watch();
    await explorer.load();
    return explorer;
  }

  async load(): Promise<void> {
    await this.page.goto(`${this.url}/docs`);
    await (await this.operation('post', '/auth/login')).waitFor();
  }

  /** An operation of the document; `path` is its address behind /api/v1. */
  async operation(method: string, path: string): Promise<Locator> {
    await this.showSection(sectionOf(path));
    return this.page.locator(`.opblock-${method}`, { has: this.page.locator(`[data-path$="${path}"]`) });
  }

  /** The operations on records of the collection, as "get /records/x". */
  async recordOperations(collection: string): Promise<readonly string[]> {
    await this.showSection(sectionOf(`/records/${collection}`));
    const summaries = this.page.locator(`.opblock-summary:has([data-path*="/records/${collection}"])`);
    const shown = await summaries.evaluateAll((elements) =>
      elements.map((element) => [
        element.querySelector('.opblock-summary-method')?.textContent,
        element.querySelector('[data-path]')?.getAttribute('data-path'),
      ]),
    );
    return shown.map(([method, path]) => `${method?.toLowerCase()} ${path?.replace(/^.*(?=\/records)/, '')}`);
  }

  /** "Try it out" with a body made of the example; resolves with the status that the page shows. */
  async tryOut(method: string, path: string, bodyOf: (example: object) => object): Promise<string> {
    const operation = await this.operation(method, path);
    const body = operation.locator('textarea.body-param__text');
    if ((await body.count()) === 0) {
      await operation.locator('.opblock-summary-control').click();
      await operation.locator('.try-out__btn').click();
    }
    const example = JSON.parse(await body.inputValue()) as object;
    await body.fill(JSON.stringify(bodyOf(example)));
    await operation.locator('.btn.execute').click();
    const status = operation.locator('.live-responses-table .response-col_status').last();
    return ((await status.textContent()) ?? '').trim();
  }

  /** Types the token into the dialog of "Authorize". */
  async authorize(token: string): Promise<void> {
    const dialog = await this.dialog();
    await dialog.locator('input[type="text"]').first().fill(token);
    await dialog.locator('button[type="submit"]').first().click();
    await dialog.locator('.close-modal').click();
  }

  async signOut(): Promise<void> {
    const dialog = await this.dialog();
    await dialog
      .getByRole('button', { name: /logout|remove/i })
      .first()
      .click();
    await dialog.locator('.close-modal').click();
  }

  /** What the page keeps beyond a reload. */
  kept(): Promise<number> {
    return this.page.evaluate('localStorage.length + sessionStorage.length + document.cookie.length');
  }

  /** Alone: Swagger UI leaves out of a long document what is not in view. */
  private async showSection(name: string): Promise<void> {
    await this.page.locator('.operation-filter-input').fill(name);
  }

  private async dialog(): Promise<Locator> {
    await this.page.locator('.auth-wrapper > .authorize').click();
    return this.page.locator('.dialog-ux');
  }

  private watch(): void {
    const { page, faults, url } = this;
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('request', (request) => {
      const asked = request.url();
      if (!asked.startsWith(`${url}/`) && !asked.startsWith('data:')) faults.push(asked);
    });
  }
}

function sectionOf(path: string): string {
  const [, first, second] = path.split('/');
  return first === 'records' ? `records: ${second}` : first!;
}
