import { renameInRule } from './rename-in-rule';

test.each([
  ['@has_permission("update", "posts")', '@has_permission("update", "articles")'],
  ["@has_permission('update', 'posts')", '@has_permission(\'update\', "articles")'],
  ['@has_permission(update, posts)', '@has_permission(update, "articles")'],
  ['@has_permission("update", "POSTS") || a = 1', '@has_permission("update", "articles") || a = 1'],
  ['@has_permission((update), (posts))', '@has_permission((update), ("articles"))'],
  [
    'a = 1 && @has_permission( view ,posts )||!@has_permission("list","posts")',
    'a = 1 && @has_permission( view ,"articles" )||!@has_permission("list","articles")',
  ],
  [
    'posts_via_author.length > 1 && sum(author.Posts_via_author.price) = 1 || title.posts_via_x = posts',
    'articles_via_author.length > 1 && sum(author.articles_via_author.price) = 1 || title.articles_via_x = posts',
  ],
  ['posts_via_x = 1 && @has_permission(update, posts)', 'articles_via_x = 1 && @has_permission(update, "articles")'],
])('%s follows', (text, renamed) => {
  expect(renameInRule(text, 'posts', 'articles')).toBe(renamed);
});

test.each([
  '',
  'posts = "posts"',
  'posts.title = @request.data.posts',
  '@has_role("posts")',
  '@has_group("posts") && (a, b)',
  '@has_permission("update", "posts2")',
  '@has_permission("posts", "other")',
  'a = "@has_permission(update, posts)"',
  'a = "no end',
  'myposts_via_author.length = "posts_via_author"',
  '@has_permission',
  '@has_permission(',
])('%s stays', (text) => {
  expect(renameInRule(text, 'posts', 'articles')).toBe(text);
});
