import fc from 'fast-check';
import { COMMON_PASSWORD_WORDS } from './common-passwords';
import { isGuessable } from './guessable-password';

const OWNER = { email: 'Bob.Smith@example.com', names: ['Company Name Ltd', 'company-name', 'SnackBase'] };

test('the list has words, and none that the documented passwords are made of', () => {
  expect(COMMON_PASSWORD_WORDS.size).toBeGreaterThan(2500);
  for (const word of COMMON_PASSWORD_WORDS) expect(word).toMatch(/^[a-z]{4,}$/);
  for (const word of ['testpass', 'correct']) expect(COMMON_PASSWORD_WORDS).not.toContain(word);
});

test.each([
  ['a common word', 'Password123!'],
  ['a common word', 'Admin@123456'],
  ['a common word', '2024!Welcome!'],
  ['a common word in the middle', '12!!Dragon!!12'],
  ['one with digits for letters', 'P@ssw0rd1234'],
  ['one that begins with a digit for a letter', '4Dmin##2024##'],
  ['one that ends with a digit for a letter', 'Welc0m3!2024'],
  ['one with 1 for l', 'We1come!!2024'],
  ['one in full-width letters', 'Ｐａｓｓword123!'],
  ['a common word twice', 'Dragon!Dragon1'],
  ['a common word twice without a break', 'DragonDragon1!'],
  ['a repeated password', 'Passw0rd!Passw0rd!'],
  ['the month', 'October2026!!'],
  ['a row of keys', 'Qwertyuiop1!'],
  ['two rows of keys', 'Asdfgh!Zxcvb1'],
  ['columns of keys', '1qaz2wsx!QAZ'],
  ['a zigzag', 'Zaq12wsxcde3!'],
  ['the alphabet', 'Abcdefghij1!'],
  ['one key', 'Aaaaaaaaaaa1!'],
  ['four characters again and again', 'Aa1!Aa1!Aa1!'],
  ['the address', 'Bob.Smith-1990'],
  ['the account’s name', 'CompanyName2024!'],
  ['its slug', 'Company-Name-1'],
  ['the product', 'SnackBase2026!'],
  ['a common word and a name', 'Company-Password-1'],
])('%s is guessable: %s', (_what, password) => {
  expect(isGuessable(password, OWNER)).toBe(true);
});

test.each([
  'TestPass123!',
  'Correct-Horse-7',
  'Battery-Staple-8',
  'xK9#mQ2$vL5p',
  'Ünïcode-Pass-1',
  'Dragon-Monkey-7',
  'Bob-walks-Home-4',
  `TestPass123!${'x'.repeat(60)}`,
  'Vrk4!pQz8#mN',
  'Äpfel&Birnen3',
  '密码很难猜到的Aa1!',
])('%s is not', (password) => {
  expect(isGuessable(password, OWNER)).toBe(false);
});

test('a name is only the owner’s', () => {
  expect(isGuessable('CompanyName2024!', { email: 'bob@example.com', names: ['Another'] })).toBe(false);
  expect(isGuessable('CompanyName2024!')).toBe(false);
});

test('a user whose name is the beginning of the documented passwords may still use them', () => {
  expect(isGuessable('TestPass123!', { email: 'test-1@example.com', names: ['Test Account', 'test-account'] })).toBe(
    false,
  );
});

test('random passwords are never refused', () => {
  const characters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!@#$%^&*-_=+';
  const random = fc.array(fc.constantFrom(...Array.from(characters)), { minLength: 14, maxLength: 20 });
  fc.assert(
    fc.property(random, (letters) => !isGuessable(letters.join(''), OWNER)),
    { numRuns: 500, seed: 1 },
  );
});

test('whatever the text, an answer comes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 72 }), (text) => typeof isGuessable(text, OWNER) === 'boolean'),
  );
});
