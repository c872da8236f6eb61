/** Every answer that a suite gets is one that the API document describes. */
type Module = typeof import('./described-answers.mjs', { with: { 'resolution-mode': 'import' } });
type Received = import('./described-answers.mjs', { with: { 'resolution-mode': 'import' } }).Received;
export type Described = InstanceType<Module['DescribedAnswers']>;

declare const requireOnce: NodeJS.Require;

function load(): Module {
  return requireOnce('./test/support/described-answers.mts') as Module;
}

export function describedBy(document: object): Described {
  return new (load().DescribedAnswers)(document);
}

/** Throws for an answer that is not as the document describes it: by default that of the routes that every server has. */
export function assertDescribed(
  method: string,
  url: string,
  answer: Received,
  described: Described = load().fixedAnswers(),
): void {
  const problem = described.problem(method, new URL(url).pathname, answer);
  if (problem === null) return;
  const { status, text } = answer;
  throw new Error(
    `${method} ${url} is not answered as the document says: ${problem}\n${status} ${text.slice(0, 2000)}`,
  );
}
