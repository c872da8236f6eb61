import { dirname } from 'node:path';
import type { Application, Request, Response } from 'express';
import { rootFrom } from '../../common/html-page';
import { SERVICE_NAME } from '../../config/version';

const PATH = '/docs';
const LIBRARY = dirname(require.resolve('swagger-ui-dist/package.json'));
const SCRIPT = 'explorer.mjs';

/** By their names in the address: which file it is, and the folder that it is in. */
const FILES: ReadonlyMap<string, { readonly root: string; readonly name: string }> = new Map([
  ...['swagger-ui.css', 'index.css', 'swagger-ui-bundle.js', 'favicon-16x16.png', 'favicon-32x32.png'].map(
    (name) => [name, { root: LIBRARY, name }] as const,
  ),
  [SCRIPT, { root: __dirname, name: 'explorer.browser.mjs' }] as const,
]);

/**
 * Everything comes from this server and nothing is written into the page, so that a name or a description that found its way
 * into the document can run nothing, and what is typed into the page goes nowhere else.
 */
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/** The pages of the explorer. */
export function serveExplorerPages(express: Application): void {
  express.get(PATH, (request: Request, response: Response) => {
    response.type('html');
    response.setHeader('Content-Security-Policy', CSP);
    response.setHeader('Cache-Control', 'no-cache');
    response.send(page(`${rootFrom(request)}${PATH.slice(1)}/`));
  });
  express.get(`${PATH}/:name`, (request: Request<{ name: string }>, response: Response, next) => {
    const file = FILES.get(request.params.name);
    if (file === undefined) next();
    else response.sendFile(file.name, { root: file.root });
  });
}

function page(base: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${SERVICE_NAME} API</title>
<link rel="icon" type="image/png" sizes="32x32" href="${base}favicon-32x32.png">
<link rel="icon" type="image/png" sizes="16x16" href="${base}favicon-16x16.png">
<link rel="stylesheet" href="${base}swagger-ui.css">
<link rel="stylesheet" href="${base}index.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="${base}swagger-ui-bundle.js"></script>
<script type="module" src="${base}${SCRIPT}"></script>
</body>
</html>
`;
}
