/** SQL macros: what superadmins define, what it comes to, and what is refused. */
import { MacroWorld } from '../support/macro-world';
import { API } from '../support/member';
import { expectErrorBody } from '../support/scenario';

let macros: MacroWorld;

beforeAll(async () => {
  macros = await MacroWorld.create();
});
afterAll(() => macros?.world.close());

describe('what a SELECT comes to', () => {
  test.each<[string, readonly string[], readonly string[], string | null]>([
    ['SELECT 1', [], [], '1'],
    ['SELECT 1.5 + 2', [], [], '3.5'],
    ['SELECT $1', ['a'], ['it is'], 'it is'],
    ['SELECT 1 WHERE $1 = $2', ['a', 'b'], ['x', 'x'], '1'],
    ['SELECT 1 WHERE $1 = $2', ['a', 'b'], ['x', 'y'], null],
    ['SELECT @n * 2 WHERE @n > 1', ['n'], ['4'], '8'],
    ["SELECT 3-@order WHERE '@order' != 'order' AND 0 <@ORDER /* @order */", ['order'], ['1'], '2'],
    ['select COUNT(*) from TEAMS', [], [], '2'],
    ['SELECT count(*) > 1 FROM teams', [], [], 'true'],
    ['SELECT count(*) FROM members WHERE person IS NULL', [], [], '0'],
    ['SELECT count(DISTINCT m.person) FROM members m', [], [], '3'],
    ['SELECT count(team) FROM members', [], [], '3'],
    ['SELECT sum(pay) FROM members', [], [], '0.6'],
    ['SELECT avg(pay) FROM members WHERE person = @who', ['who'], ['ben'], '0.25'],
    ['SELECT sum(pay) FROM members WHERE person = @who', ['who'], ['nobody'], null],
    ['SELECT max(size) - min(size) FROM teams', [], [], '2'],
    ['SELECT min(name) FROM teams', [], [], 'blue'],
    ['SELECT name FROM teams ORDER BY size DESC', [], [], 'blue'],
    ['SELECT t.name FROM teams AS t WHERE t.size < @most ORDER BY t.size LIMIT 1', ['most'], ['4'], 'red'],
    ['SELECT open FROM teams WHERE name = @name', ['name'], ['red'], 'true'],
    ['SELECT since FROM teams WHERE since > @day', ['day'], ['2025-12-31'], '2026-01-31'],
    ["SELECT name FROM teams WHERE since = '2026-01-31'", [], [], 'red'],
    ['SELECT EXISTS (SELECT 1 FROM members m WHERE m.person = @p)', ['p'], ['ben'], 'true'],
    ['SELECT EXISTS (SELECT 1 FROM members m WHERE m.person = @p)', ['p'], ['dora'], 'false'],
    ["SELECT count(*) FROM teams t JOIN members m ON m.team = t.id WHERE t.name = 'red'", [], [], '2'],
    ['SELECT count(*) FROM members m LEFT JOIN teams t ON m.team = t.id WHERE t.id IS NULL', [], [], '1'],
    ["SELECT (SELECT max(t.size) FROM members m WHERE m.team = t.id) FROM teams t WHERE name = 'blue'", [], [], '5'],
    ['SELECT count(*) FROM teams, members', [], [], '8'],
    ["SELECT count(*) FROM teams WHERE id IN (SELECT team FROM members WHERE person = 'ben')", [], [], '2'],
    ['SELECT count(*) FROM teams WHERE id NOT IN (SELECT team FROM members WHERE team IS NOT NULL)', [], [], '0'],
    ["SELECT (SELECT sum(m.pay) FROM members m WHERE m.team = t.id) FROM teams t WHERE name = 'blue'", [], [], '0.3'],
    ['SELECT count(*) FROM teams WHERE (SELECT count(*) FROM members m WHERE m.team = teams.id) = 2', [], [], '1'],
    [
      "SELECT CASE WHEN count(*) > 5 THEN 'many' WHEN count(*) > 1 THEN 'some' ELSE 'few' END FROM teams",
      [],
      [],
      'some',
    ],
    ["SELECT coalesce(max(size), 0) FROM teams WHERE name IN ('x', 'y')", [], [], '0'],
    ['SELECT upper(trim(both from name)) FROM teams WHERE size BETWEEN 4 AND 6', [], [], 'BLUE'],
    ["SELECT concat(name, '-', name) FROM teams WHERE NOT (size > 3) AND open", [], [], 'red-red'],
    ["SELECT $$it's$$", [], [], "it's"],
    ['SELECT U&"n\\0061me" FROM U&"te\\0061ms" /* a comment */ ORDER BY 1 + size -- at the end', [], [], 'red'],
  ])('%s', async (sql, parameters, args, result) => {
    expect(await macros.tried(await macros.define(sql, parameters), args)).toBe(result);
  });

  test('is of the account that is asked about, and of no other', async () => {
    const named = await macros.define('SELECT count(*) FROM teams WHERE account_id = @account', ['account']);
    expect(await macros.tried(named, [macros.world.acme.accountId])).toBe('2');
    expect(await macros.tried(named, [macros.world.twin.accountId])).toBe('0');
    expect(await macros.tried(named, ["x' OR '1' = '1"])).toBe('0');
    const macro = await macros.define('SELECT sum(size) FROM teams');
    expect(await macros.tried(macro)).toBe('8');
    expect(await macros.tried(macro, [], macros.world.twin.accountId)).toBe('80');
    const { body } = await macros.ask('POST', `/${macro['id']}/test`, {});
    expect(body).toMatchObject({ result: null });
  });

  test.each([
    [[], 'Expected 1 parameters, got 0'],
    [['1', '2'], 'Expected 1 parameters, got 2'],
    [['x'], "The parameter 'n' is a number"],
    [[' '], "The parameter 'n' is a number"],
  ])('the arguments %j are refused', async (parameters, message) => {
    const { id } = await macros.define('SELECT @n + 1', ['n']);
    const answer = await macros.ask('POST', `/${id}/test`, { parameters });
    expectErrorBody(answer);
    expect(answer).toMatchObject({ status: 422, body: { error: 'MACRO_ARGUMENTS', message } });
  });
});

describe('W-15: refused is', () => {
  test.each([
    ['DELETE FROM teams', 'DELETE, rather than one SELECT,'],
    ['UPDATE teams SET name = 1', 'UPDATE, rather than one SELECT,'],
    ['DROP TABLE users', 'DROP, rather than one SELECT,'],
    ['SELECT 1; DELETE FROM teams', 'one SELECT, not 2 statements'],
    ['SELECT 1; -- nothing', null],
    ['-- nothing', 'Nothing, rather than one SELECT,'],
    ['PRAGMA table_list', 'syntax error at or near "PRAGMA"'],
    ["ATTACH DATABASE 'x' AS y", 'syntax error at or near "ATTACH"'],
    ['SELECT name FROM sqlite_master', "Unknown collection 'sqlite_master'"],
    ['SELECT count(*) FROM users', "Unknown collection 'users'"],
    ['SELECT count(*) FROM "col_teams"', "Unknown collection 'col_teams'"],
    ['SELECT count(*) FROM U&"\\0075sers"', "Unknown collection 'users'"],
    ['SELECT count(*) FROM pg_catalog.pg_class', 'The schema pg_catalog'],
    ['SELECT count(*) FROM main.teams', 'The schema main'],
    ['SELECT x.teams.name FROM teams', 'The schema x'],
    ['SELECT relname FROM pg_class', "Unknown collection 'pg_class'"],
    ['SELECT pg_sleep(100)', "Unknown function 'pg_sleep'"],
    ['SELECT pg_catalog.pg_sleep(100)', 'A function of a schema (pg_catalog.pg_sleep)'],
    ['SELECT PG_SLEEP(1) FROM teams', "Unknown function 'pg_sleep'"],
    ["SELECT pg_read_file('/etc/passwd')", "Unknown function 'pg_read_file'"],
    ["SELECT current_setting('port')", "Unknown function 'current_setting'"],
    ["SELECT set_config('role', 'x', false)", "Unknown function 'set_config'"],
    ["SELECT nextval('x')", "Unknown function 'nextval'"],
    ["SELECT load_extension('x')", "Unknown function 'load_extension'"],
    ['SELECT randomblob(1000000000)', "Unknown function 'randomblob'"],
    ['SELECT current_user', 'CURRENT_USER, CURRENT_DATE and the like'],
    ['SELECT count(*) FROM generate_series(1, 1000000000)', 'Range Function in FROM'],
    ['WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r', 'WITH cannot be used'],
    ['WITH d AS (DELETE FROM teams RETURNING id) SELECT count(*) FROM d', 'WITH cannot be used'],
    ['SELECT count(*) FROM (SELECT * FROM teams) t', 'Range Subselect in FROM'],
    ['SELECT name FROM teams UNION SELECT email FROM users', 'UNION, INTERSECT or EXCEPT'],
    ['SELECT name INTO stolen FROM teams', 'SELECT INTO'],
    ['SELECT name FROM teams FOR UPDATE', 'FOR UPDATE and FOR SHARE'],
    ['SELECT name FROM teams GROUP BY name', 'GROUP BY'],
    ['SELECT name FROM teams LIMIT 2', 'LIMIT, but for LIMIT 1,'],
    ['SELECT name FROM teams OFFSET 1', 'OFFSET'],
    ['SELECT * FROM teams', '*, outside of count(*),'],
    ['SELECT name, size FROM teams', 'A SELECT of 2 columns'],
    ['SELECT count(*) OVER () FROM teams', 'over of a call'],
    ['SELECT count(*) FILTER (WHERE open) FROM teams', 'agg_filter of a call'],
    ["SELECT '1'::int", 'A cast'],
    ["SELECT name FROM teams WHERE name LIKE 'a%'", 'LIKE'],
    ["SELECT name || 'x' FROM teams", 'The operator ||, but concat(…) can,'],
    ["SELECT name FROM teams WHERE name ~ '(a+)+$'", 'The operator ~'],
    ['SELECT name FROM teams WHERE name = ANY (SELECT person FROM members)', 'ANY, ALL or ARRAY'],
    ['SELECT \'a\' COLLATE "C"', 'COLLATE'],
    ['SELECT id FROM members m, members m', "The name 'm' stands for two collections"],
    ['SELECT id FROM members, teams', "'id' is a column of several collections"],
    ['SELECT x.id FROM members', "'x' is no collection of this SELECT"],
    ['SELECT nme FROM teams', "Unknown column 'nme' (available: id, account_id"],
    ['SELECT _rev FROM teams', "Unknown column '_rev'"],
    ['SELECT rowid FROM teams', "Unknown column 'rowid'"],
    ['SELECT ctid FROM teams', "Unknown column 'ctid'"],
    ['SELECT ssn FROM members', "Macros cannot read 'ssn', because it is masked"],
    ['SELECT token FROM members', "Macros cannot read 'token', because it is encrypted"],
    ['SELECT salary FROM members', "Macros cannot read 'salary', because it is not readable for everybody"],
    ['SELECT tags FROM members', "Macros cannot read 'tags', because it is a list"],
    ['SELECT meta FROM members', "Macros cannot read 'meta', because it is json"],
    ['SELECT name + 1 FROM teams', "Expected number but 'name' is text"],
    ['SELECT name FROM teams WHERE size = NULL', 'A comparison with NULL, rather than IS NULL,'],
    ['SELECT name FROM teams WHERE size IN (1, NULL)', 'A comparison with NULL, rather than IS NULL,'],
    ["SELECT name FROM teams WHERE size = 'x'", 'Expected a number but found string x'],
    ['SELECT name FROM teams WHERE size', 'A condition is needed here'],
    ['SELECT count(*) FROM teams WHERE count(*) > 1', 'An aggregate stands in what a SELECT is of'],
    ['SELECT sum(count(*)) FROM teams', 'An aggregate stands in what a SELECT is of'],
    ['SELECT count(*) + size FROM teams', "Unknown column 'size'"],
    ['SELECT max(open) FROM teams', 'has no order for true and false'],
    ['SELECT $1', '$1 is none of the 0 parameters'],
    ['SELECT $0', '$0 is none of the 0 parameters'],
    ['SELECT @nobody', "Unknown parameter 'nobody'"],
    ["SELECT @has_role('admin')", 'Unknown macro @has_role'],
    ['SELECT @nobody(1)', 'Unknown macro @nobody'],
    ['SELECT :a', 'syntax error'],
    ['SELECT @ nobody', 'The operator @ cannot be used'],
    ['SELECT 1 @nobody', 'syntax error'],
    ['SELECT @trim(both name) FROM teams', 'A macro of a schema (pg_catalog.btrim)'],
    ['SELECT @coalesce(name) FROM teams', '@coalesce in this place'],
    ['SELECT 1 /* \u0001 */', 'characters that cannot be used'],
    ['SELECT 1 /* unended', 'unterminated /* comment'],
    [`SELECT ${'('.repeat(60)}1${')'.repeat(60)}`, null],
    [`SELECT ${'NOT '.repeat(60)}true`, 'nested deeper than 40'],
    [
      `SELECT ${'(SELECT count(*) FROM teams WHERE size = '.repeat(5)}1${')'.repeat(5)}`,
      '4 SELECTs stand in each other',
    ],
    [
      `SELECT count(*) FROM ${Array.from({ length: 6 }, (_, index) => `teams t${index}`).join(', ')}`,
      'at most 5 collections',
    ],
    [`SELECT ${Array.from({ length: 200 }, () => '1').join('+')}`, 'nested deeper than 40'],
    [`SELECT ${Array.from({ length: 13 }, () => '(SELECT 1 FROM teams)').join('+')}`, 'more than 300 parts'],
    [`SELECT 1 IN (${Array.from({ length: 300 }, () => '1').join(',')})`, 'more than 300 parts'],
    ['SELECT 1\u0000; DELETE FROM teams', 'characters that cannot be used'],
    [' ', 'Must not be empty'],
  ])('%s', async (sql, reason) => {
    if (reason === null) await macros.define(sql);
    else expect(await macros.refusal(sql)).toContain(reason);
  });

  test('a column that is not listed', async () => {
    const sql = 'SELECT count(note) FROM members';
    const hide = () => macros.rules('members', { list_fields: 'team,person,pay' });
    const { id } = await macros.define(sql);
    const answer = await hide();
    expectErrorBody(answer);
    expect(answer).toMatchObject({
      status: 409,
      body: { error: 'SCHEMA_RULE_IN_USE', message: expect.stringContaining("cannot read 'note'") },
    });
    expect(await macros.ask('DELETE', `/${id}`)).toMatchObject({ status: 204 });
    expect(await hide()).toMatchObject({ status: 200 });
    expect(await macros.refusal(sql)).toContain("cannot read 'note', because it is not readable for everybody");
  });

  test('a parameter of two types', async () => {
    expect(await macros.refusal('SELECT name FROM teams WHERE name = @x AND size = @x', ['x'])).toContain(
      "The parameter 'x' is used as text and as number",
    );
  });

  test.each([
    [{ name: 'has_role' }, 'name: @has_role is a part of the language'],
    [{ name: 'Request' }, 'name: @Request is a part of the language'],
    [{ name: '1a' }, 'name: Must be letters'],
    [{ name: 'a b' }, 'name: Must be letters'],
    [{ parameters: ['a', 'A'] }, 'parameters: Must differ from each other'],
    [{ parameters: ['a-b'] }, 'parameters: Each: Must be letters'],
  ])('the definition %j', async (member, message) => {
    const answer = await macros.ask('POST', '', { name: 'fine', sql_query: 'SELECT 1', ...member });
    expectErrorBody(answer);
    expect(answer).toMatchObject({ status: 422, body: { error: 'MACRO_INVALID' } });
    expect(answer.body['message']).toContain(message);
  });
});

describe('the routes', () => {
  test('define, list, show, change and delete macros', async () => {
    const macro = await macros.define('SELECT 1', [], 'Round');
    const path = `/${macro['id']}`;
    expect(macro).toMatchObject({ description: null, created_by: macros.world.superadmin.userId });
    expect((await macros.ask('GET', path)).body).toEqual(macro);
    const changed = await macros.ask('PUT', path, { description: 'Trip', sql_query: null });
    expect(changed).toMatchObject({ status: 200, body: { name: 'Round', description: 'Trip', sql_query: 'SELECT 1' } });
    const patched = await macros.ask('PATCH', path, { sql_query: 'SELECT @n + 1', parameters: ['n'] });
    expect(patched).toMatchObject({ status: 200, body: { description: 'Trip', parameters: ['n'] } });
    const { body } = await macros.ask('GET', '?skip=0&limit=100');
    expect(body['items']).toContainEqual(patched.body);
    expect(await macros.ask('GET', '?skip=1&limit=1')).toMatchObject({ body: { items: [{}], total: body['total'] } });
    expect(await macros.ask('DELETE', path)).toMatchObject({ status: 204 });
    const gone = await macros.ask('GET', path);
    expectErrorBody(gone);
    expect(gone).toMatchObject({ status: 404, body: { error: 'MACRO_NOT_FOUND' } });
  });

  test('take each name once, in whatever case', async () => {
    await macros.define('SELECT 1', [], 'taken');
    const answer = await macros.ask('POST', '', { name: 'TAKEN', sql_query: 'SELECT 1' });
    expectErrorBody(answer);
    expect(answer).toMatchObject({ status: 409, body: { error: 'MACRO_NAME_TAKEN' } });
  });

  test.each([
    ['GET', ''],
    ['POST', ''],
    ['GET', '/1'],
    ['PUT', '/1'],
    ['PATCH', '/1'],
    ['DELETE', '/1'],
    ['POST', '/1/test'],
  ])('W-15: %s /macros%s is for superadmins alone', async (method, path) => {
    const body = method === 'GET' || method === 'DELETE' ? undefined : { name: 'x', sql_query: 'SELECT 1' };
    const sent = body && (path === '/1/test' ? {} : path === '' ? body : { description: 'x' });
    const asked = (token?: string) => macros.world.http.call(method, `${API}/macros${path}`, { token, body: sent });
    expect(await asked(macros.world.acme.token)).toMatchObject({ status: 403 });
    expect(await asked()).toMatchObject({ status: 401 });
  });
});
