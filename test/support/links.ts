/** The links and forms of a page that the server shows to people. */
import type { Http } from './http';

/** Where a proxy may serve all that the server does. */
const PROXY = 'https://proxy.example/below/a/path';

/** The paths of links and forms on this server. `at`: the page's own. None leaves the path of a proxy. */
export function placesOf(page: string, at: string): readonly string[] {
  const targets = Array.from(page.matchAll(/(?:href|action)="([^"]*)"/g), ([, target]) => new URL(target!, PROXY + at));
  for (const { href } of targets) expect(href).toMatch(new RegExp(`^${PROXY}/`));
  return targets.map(({ href }) => href.slice(PROXY.length));
}

/** There is at least one link, each leads to something of this server. */
export async function expectLinksToLead(http: Http, page: string, at: string): Promise<void> {
  const paths = placesOf(page, at);
  expect(paths).not.toEqual([]);
  for (const path of paths) expect({ path, status: (await http.get(path)).status }).toEqual({ path, status: 200 });
}
