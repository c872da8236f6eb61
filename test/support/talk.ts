/** Authors, their posts and the comments on these, with computed fields that count what refers to their record. */
import type { Answer, Json } from './http';
import { API, type Member } from './member';
import type { World } from './world';

export const OPEN = { list_rule: '', view_rule: '', create_rule: '', update_rule: '', delete_rule: '' };

export const to = (collection: string, more: object = {}) => ({
  type: 'reference',
  collection,
  on_delete: 'cascade',
  ...more,
});
export const computed = (name: string, expression: string, return_type = 'number') => ({
  name,
  type: 'computed',
  return_type,
  expression,
});

export const TALK = [
  computed('talk', 'comments_via_post.length'),
  computed('score', 'round(sum(comments_via_post.score), 1)'),
  computed('newest', 'max(comments_via_post.text)', 'text'),
  computed('heard', 'comments_via_mentions.length + count(comments_via_post)'),
  computed('hot', 'talk > 2 || score > 6', 'boolean'),
  computed('peers', 'author.posts_via_author.length'),
  computed('rank', 'coalesce(stars, 0) * 100 + talk'),
];

/** The collections of a world, as its superadmin changes them. */
export class Talk {
  private constructor(private readonly world: World) {}

  static async define(world: World): Promise<Talk> {
    const talk = new Talk(world);
    const posts = [
      { name: 'title', type: 'text' },
      { name: 'author', ...to('authors') },
      { name: 'stars', type: 'number' },
    ];
    const comments = [
      { name: 'post', ...to('posts') },
      { name: 'mentions', ...to('posts', { options: { multiple: true } }) },
      { name: 'text', type: 'text' },
      { name: 'score', type: 'number' },
      { name: 'open', type: 'boolean' },
    ];
    await world.define('authors', [{ name: 'name', type: 'text' }], OPEN);
    await world.define('posts', posts, OPEN);
    await world.define('comments', comments, { ...OPEN, view_rule: 'open || @owns_record()' });
    await talk.redefine('posts', (sent) => [...sent, ...TALK]);
    await talk.redefine('authors', (sent) => [...sent, computed('echo', 'sum(posts_via_author.talk)')]);
    return talk;
  }

  async collection(name: string): Promise<Json> {
    const { body } = await this.asRoot('GET', `collections?search=${name}`);
    return (body.items as Json[]).find((each) => each.name === name);
  }

  async change(name: string, body: object): Promise<Answer> {
    return this.asRoot('PUT', `collections/${(await this.collection(name)).id}`, body);
  }

  async redefine(name: string, fields: (sent: readonly Json[]) => readonly object[]): Promise<void> {
    const answer = await this.change(name, { fields: fields((await this.collection(name)).fields), confirm: true });
    if (answer.status !== 200) throw new Error(answer.text);
  }

  async setRules(name: string, rules: object): Promise<void> {
    const answer = await this.asRoot('PUT', `collections/${name}/rules`, rules);
    if (answer.status !== 200) throw new Error(answer.text);
  }

  asRoot(method: string, path: string, body?: object): Promise<Answer> {
    const { token } = this.world.superadmin;
    return this.world.http.call(method, `${API}/${path}`, { token, ...(body === undefined ? {} : { body }) });
  }
}

/** Of a: two comments for everybody, one of the owner's and one of the other's; of b: one of the other's; of c: none. */
export async function fillTalk(world: World, owner: Member, another: Member): Promise<Record<string, string>> {
  const ann = await insertRecord(world, owner, 'authors', { name: 'Ann' });
  const made: Record<string, string> = { ann };
  for (const title of ['a', 'b', 'c']) {
    made[title] = await insertRecord(world, owner, 'posts', { title, author: title === 'c' ? null : ann });
  }
  const comment = (member: Member, post: string, text: string, score: number | null, open: boolean) =>
    insertRecord(world, member, 'comments', { post: made[post], mentions: [made['c']], text, score, open });
  await comment(owner, 'a', 'first', 0.1, true);
  await comment(owner, 'a', 'second', 0.2, true);
  await comment(owner, 'a', 'own', null, false);
  await comment(another, 'a', 'theirs', 100, false);
  await comment(another, 'b', 'theirs', 7, false);
  return made;
}

export async function insertRecord(world: World, { token }: Member, name: string, body: object): Promise<string> {
  const answer = await world.http.post(`${API}/records/${name}`, body, { token });
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
  return answer.body.id;
}
