import { registerHooks } from 'node:module';

/** Of es-toolkit/compat: what Nest's packages import by name. The package has a file for each of its 430 functions. */
const TOOLS = `
  assign clone cloneDeep compact find flatMap flatten get groupBy has head identity isArray isEmpty
  isEqual isFunction isNil isString isUndefined keyBy map mapValues merge negate omit omitBy pick pickBy
  set some unionWith uniq
`;

const EMPTY = { format: 'commonjs', source: 'module.exports = {};' };

const LEAN: readonly (readonly [path: RegExp, module: { readonly format: string; readonly source: string }])[] = [
  [
    /\/es-toolkit\/dist\/compat\/index\.mjs$/,
    {
      format: 'module',
      source: TOOLS.trim()
        .split(/\s+/)
        .map((name) => `export { default as ${name} } from 'es-toolkit/compat/${name}';`)
        .join('\n'),
    },
  ],
  // class-validator's IsPhoneNumber, with the numbering plans of all countries.
  [/\/libphonenumber-js\/.*\.c?js$/, EMPTY],
  // TypeORM's drivers of other databases.
  [/\/typeorm\/driver\/(?!postgres\/|sqlite\/|sqlite-abstract\/|types\/)[^/]+\//, EMPTY],
];

/**
 * Imported by every entry file before anything that imports a package. Some packages load all that they have as soon as one part of
 * them is used, and V8 keeps the text of each module: without these parts an idle server is 5 MB smaller. What is missed after all is
 * missed when the server starts: an export that is not there is an error of the module that imports it.
 */
registerHooks({
  load(url, context, nextLoad) {
    const module = LEAN.find(([path]) => path.test(url))?.[1];
    return module === undefined ? nextLoad(url, context) : { ...module, shortCircuit: true };
  },
});
