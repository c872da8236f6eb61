import { PassThrough } from 'node:stream';
import { KeyPrompt } from './key-prompt';

let keyboard: PassThrough & { setRawMode(isRaw: boolean): void };
let modes: boolean[];
let shown: string;
let interrupts: number;
let prompt: KeyPrompt;

beforeEach(() => {
  modes = [];
  shown = '';
  interrupts = 0;
  keyboard = Object.assign(new PassThrough(), { setRawMode: (isRaw: boolean) => void modes.push(isRaw) });
  const output = new PassThrough().on('data', (text: Buffer) => (shown += text.toString()));
  prompt = new KeyPrompt(keyboard, output, () => (interrupts += 1));
});
afterEach(() => prompt.close());

test('shows an answer, and nothing of a secret', async () => {
  const address = prompt.ask('E-mail: ');
  keyboard.write('ann@acme.example\r');
  expect(await address).toBe('ann@acme.example');
  const secret = prompt.askHidden('Password: ');
  keyboard.write('Battery-Staple-8\r');
  expect(await secret).toBe('Battery-Staple-8');
  expect(shown).toBe('E-mail: ann@acme.example\nPassword: \n');
});

test('shows nothing of a secret that is pasted with everything else, before the first question', async () => {
  keyboard.write('ann@acme.example\r\nBattery-Staple-8\r\nBattery-Staple-8\r\n');
  expect(await prompt.ask('E-mail: ')).toBe('ann@acme.example');
  expect([await prompt.askHidden('Password: '), await prompt.askHidden('Again: ')]).toEqual(
    Array(2).fill('Battery-Staple-8'),
  );
  expect(shown).not.toContain('Battery');
});

test('the terminal echoes nothing by itself, from the start until it is closed', async () => {
  expect(modes).toEqual([true]);
  keyboard.write('x\r');
  await prompt.askHidden('Password: ');
  expect(modes).toEqual([true]);
  prompt.close();
  expect(modes).toEqual([true, false]);
});

test('erases a character, or the line, and does not take keys without one', async () => {
  keyboard.write('wrong\u0015héé\u007f\u001b[A\u001bOP😀\u007f!\t\r');
  expect(await prompt.askHidden('Password: ')).toBe('hé!');
  keyboard.write('ab\u007f\r');
  expect(await prompt.ask('Name: ')).toBe('a');
  expect(shown).toBe('Password: \nName: ab\b \b\n');
});

test('an interrupt ends it, whether something is asked or not', () => {
  keyboard.emit('data', '\u0003');
  expect(interrupts).toBe(1);
  expect(modes).toEqual([true, false]);
});

test.each(['\u0004', null])('no answer is an error', async (last) => {
  if (last === null) keyboard.end();
  else keyboard.write(last);
  await expect(prompt.ask('E-mail: ')).rejects.toThrow('the question was not answered');
});
