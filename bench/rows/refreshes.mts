/** Clients that refresh their tokens: each with the token that it got last, since a token refreshes once. */
import type { Place } from '../place.mts';
import { luaTable, type Row, type Sent, wrkRow } from '../row.mts';
import { login } from '../server.mts';
import { runWrk } from '../wrk.mts';
import { creates } from './records.mts';

const CHAINS = 16;
const BESIDE_PER_SECOND = 300;
const CREATES_IN_FLIGHT = 64;
const TURNS = 2;

/** New sessions, because a run before may have ended before it got the last token. `pace`: refreshes a second of each chain. */
async function refreshes(place: Place, pace?: number): Promise<Sent> {
  const sessions = [];
  for (const { slug, email } of await place.members(CHAINS)) sessions.push(await login(place.server, slug, email));
  const lua = `local tokens = ${luaTable(sessions.map(({ refreshToken }) => refreshToken))}
local chains = 0
setup = function(thread) chains = chains + 1 thread:set("token", tokens[chains]) end
request = function() return wrk.format("POST", nil, nil, '{"refresh_token":"' .. token .. '"}') end
response = function(status, headers, body) token = body:match('"refresh_token":"([^"]+)"') or token end\n`;
  return { url: place.url('/auth/refresh'), threads: CHAINS, lua: pace === undefined ? lua : lua + paced(pace) };
}

/** Sends at fixed times, however long the answers take. */
function paced(perSecond: number): string {
  return `local ffi = require("ffi")
ffi.cdef("typedef struct { long seconds; long nanoseconds; } moment; int clock_gettime(int clock, moment *now);")
local moment = ffi.new("moment")
local function now()
  ffi.C.clock_gettime(1, moment)
  return tonumber(moment.seconds) * 1000 + tonumber(moment.nanoseconds) / 1e6
end
local due = now() + math.random() * ${1000 / perSecond}
delay = function() due = due + ${1000 / perSecond} return math.max(0, due - now()) end\n`;
}

const besideRefreshes: Row = {
  name: 'creates-beside-refreshes',
  title: `Create, beside ${BESIDE_PER_SECOND} token refreshes a second`,
  connections: CREATES_IN_FLIGHT,
  figure: 'perSecond',
  workers: 1,
  async run(place, seconds) {
    const { token } = place.member;
    const create = { ...(await creates(place)), token, connections: CREATES_IN_FLIGHT, seconds };
    const total = { alone: 0, perSecond: 0, refreshed: 0, p99: 0, failed: 0 };
    for (let turn = 0; turn < TURNS; turn += 1) {
      total.alone += (await runWrk(create)).perSecond / TURNS;
      const refresh = await refreshes(place, BESIDE_PER_SECOND / CHAINS);
      const [created, refreshed] = await Promise.all([
        runWrk(create),
        runWrk({ ...refresh, token, connections: CHAINS, seconds }),
      ]);
      total.perSecond += created.perSecond / TURNS;
      total.refreshed += refreshed.perSecond / TURNS;
      total.p99 = Math.max(total.p99, created.p99);
      total.failed += created.failed + refreshed.failed;
    }
    const kept = Math.round((100 * total.perSecond) / total.alone);
    return {
      ...total,
      perSecond: Math.round(total.perSecond),
      note: `${kept} % of ${Math.round(total.alone)}/s alone, with ${Math.round(total.refreshed)} refreshes/s`,
    };
  },
};

export const REFRESH_ROWS: readonly Row[] = [
  wrkRow({ name: 'refreshes', title: 'Token refresh, in chains', connections: CHAINS }, (place) => refreshes(place)),
  besideRefreshes,
];
