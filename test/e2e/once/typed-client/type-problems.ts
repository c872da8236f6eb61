/** Compiles calls.mts with the types that openapi-typescript makes of a document. */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { Json } from '../../../support/http';

/** Below the packages that the calls import. */
const FOLDER = join(__dirname, '..', '..', '..', '..', 'node_modules', '.cache', 'typed-client');
const CALLS = 'calls.mts';

type Generator = typeof import('openapi-typescript', { with: { 'resolution-mode': 'import' } });

declare const requireOnce: NodeJS.Require;

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2024.d.ts', 'lib.dom.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true,
  noEmit: true,
  strict: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  types: [],
};

/** What the compiler says of the calls; those that are meant to be wrong expect it. */
export async function typeProblems(document: Json): Promise<string[]> {
  const { default: typesOf, astToString } = requireOnce('openapi-typescript') as Generator;
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'schema.ts'), astToString(await typesOf(document)));
  copyFileSync(join(__dirname, CALLS), join(FOLDER, CALLS));
  const program = ts.createProgram([join(FOLDER, CALLS)], OPTIONS);
  return ts.getPreEmitDiagnostics(program).map((found) => {
    const line = found.file?.getLineAndCharacterOfPosition(found.start ?? 0).line ?? -1;
    return `${found.file?.fileName}:${line + 1} ${ts.flattenDiagnosticMessageText(found.messageText, ' ')}`;
  });
}
