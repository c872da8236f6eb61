import { Catalog } from '#domain/schema/catalog';
import { compileRule } from './compile-rule';
import { decide, mayBeTrue } from './decide';
import { anonymous, caller, catalog, posts, updateRule } from './testing/rule-world';

describe('decide', () => {
  it.each([
    ['@has_group("staff")', true],
    ['isset(@request.data.title)', true],
    ['isset(@request.data.stock)', false],
    ['@in_time_range(9, 10)', true],
    ['@has_role("editor") || title = "x"', true],
    ['@has_role("admin") && title = "x"', false],
    ['title = "x"', null],
    ['title IS NULL', null],
    ['!(title IS NULL)', null],
    ['reviewers.name = "x"', null],
    ['coalesce(title, "x") = "x"', null],
    ['if(public, 1, 1) = 1', null],
    ['title NOT IN ("x")', null],
    ['changed(title)', null],
  ])('%s -> %s', (text, expected) => {
    expect(decide(updateRule(text), caller)).toBe(expected);
  });

  it('grants a permission only when the other rule holds whatever the row', () => {
    expect(decide(updateRule('@has_permission("view", "posts")'), caller)).toBe(true);
    expect(decide(updateRule('@has_permission("view", "posts")'), anonymous)).toBe(false);
    expect(decide(updateRule('@has_permission("update", "people")'), caller)).toBe(false);
    expect(decide(updateRule('@has_permission("list", "people")'), caller)).toBe(false);
  });

  it('grants anonymous callers what an expression gives only where the collection allows them', () => {
    for (const [allowAnonymous, allowed] of [
      [null, false],
      [false, false],
      [true, true],
    ] as const) {
      const collections = catalog.collections.map((each) => ({
        ...each,
        allowAnonymous,
        rules: { ...each.rules, view: '@in_time_range(9, 10)' },
      }));
      const place = { collection: posts, catalog: new Catalog(1, collections), operation: 'update' } as const;
      const rule = compileRule('@has_permission("view", "people")', place);
      expect([decide(rule, caller), decide(rule, anonymous)]).toEqual([true, allowed]);
    }
  });

  it('N-4: grants anonymous callers nothing in a collection that does not allow them', () => {
    const closed = catalog.collections.map((each) => ({ ...each, allowAnonymous: each.name !== 'people' }));
    for (const [collections, allowed] of [
      [catalog.collections, true],
      [closed, false],
    ] as const) {
      const place = { collection: posts, catalog: new Catalog(1, collections), operation: 'update' } as const;
      const rule = compileRule('@has_permission("view", "people")', place);
      expect([decide(rule, caller), decide(rule, anonymous)]).toEqual([true, allowed]);
    }
  });
});

describe('mayBeTrue', () => {
  it.each([
    ['title = "x"', true],
    ['!(title IS NULL)', true],
    ['isset(@request.data.stock)', true],
    ['!isset(@request.data.title)', true],
    ['changed(title)', true],
    ['@request.data.title = "x"', true],
    ['@has_role("editor") && title = "x"', true],
    ['@has_role("admin") && title = "x"', false],
    ['@has_role("admin") || title = "x"', true],
    ['!(@has_role("editor") || public)', false],
    ['@has_group("nobody") && isset(@request.data.title)', false],
  ])('%s -> %s', (text, expected) => {
    expect(mayBeTrue(updateRule(text), caller)).toBe(expected);
  });
});
