/**
 * Who counts as one client. An IPv6 subscriber has a whole /64 and could ask from a new address each time; an IPv4 client
 * may reach us written as IPv6.
 */
import type { RequestContext } from '../kernel/request-context';

const GROUPS = 8;
const NETWORK_GROUPS = 4;
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** The network of an address as sockets and proxies write it: IPv4 as it is, IPv6 as its first 64 bits. */
export function networkOf(ip: string): string {
  if (!ip.includes(':')) return ip;
  const mapped = MAPPED.exec(ip);
  if (mapped) return mapped[1]!;
  const [address = ''] = ip.split('%');
  const [head = '', tail] = address.toLowerCase().split('::');
  const first = groups(head);
  const last = groups(tail ?? '');
  const zeros = tail === undefined ? 0 : Math.max(0, GROUPS - first.length - last.length);
  const all = [...first, ...Array.from({ length: zeros }, () => '0'), ...last];
  return `${all.slice(0, NETWORK_GROUPS).join(':')}::/64`;
}

/** The network that a request comes from; undefined: not known. */
export function networkOfClient({ client }: Pick<RequestContext, 'client'>): string | undefined {
  const { address } = client;
  return address === null ? undefined : networkOf(address);
}

/** Without leading zeros. An IPv4 tail is two groups, which lie behind the network. */
function groups(text: string): string[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group.replace(/^0+(?=.)/, '')]));
}
