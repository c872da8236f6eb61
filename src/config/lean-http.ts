import http from 'node:http';

/**
 * Imported by every entry file before anything that imports Nest. An ES module that imports node:http reads each of its
 * properties, also those that load undici when they are read, and with it HTTP/2 and web streams: 5 MB and 30 ms that no server
 * needs before its first fetch. The global names stay.
 */
for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent']) Reflect.deleteProperty(http, name);
