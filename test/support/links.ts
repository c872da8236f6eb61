/** The links of a page that the server shows to people. */
import type { Http } from './http';

/** There is at least one, each leads to something of this server. */
export async function expectLinksToLead(http: Http, page: string): Promise<void> {
  const paths = Array.from(page.matchAll(/href="([^"]*)"/g), ([, path]) => path!);
  expect(paths).not.toEqual([]);
  for (const path of paths) expect({ path, status: (await http.get(path)).status }).toEqual({ path, status: 200 });
}
