import { METHODS } from 'node:http';
import type { Application } from 'express';

/** The parts of Express' router that are read here; it has no public list of its routes. */
interface Layer {
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> };
  match(path: string): boolean;
}

/**
 * The methods under which the path exists, to tell a wrong method from a wrong path. Walks all routes: for errors only.
 */
export function allowedMethods(app: Application, path: string): readonly string[] {
  const methods = new Set<string>();
  for (const layer of app.router.stack as unknown as readonly Layer[]) {
    if (layer.route === undefined || !matches(layer, path)) continue;
    const taken = Object.entries(layer.route.methods);
    // Nest's own "not found" for paths outside the prefix: a route that takes every method says nothing about the path.
    if (taken.length >= METHODS.length) continue;
    for (const [method, exists] of taken) {
      if (exists && method !== '_all') methods.add(method.toUpperCase());
    }
  }
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods].toSorted();
}

/** A path that cannot be decoded matches nothing. */
function matches(layer: Layer, path: string): boolean {
  try {
    return layer.match(path);
  } catch {
    return false;
  }
}
