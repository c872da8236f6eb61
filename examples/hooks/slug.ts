import type { DefineHooks } from '@snackbase/server-hooks';

/** "Crème brûlée!" becomes "creme-brulee". */
function slugOf(title: string): string {
  const letters = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return letters.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}

/** Gives each new post a slug made from its title, unless the request brings one. */
const hooks: DefineHooks = ({ on }) => {
  on('on_record_before_create', { collection: 'posts' }, async (event, next) => {
    const { title, slug } = event.data;
    // The request is checked after the handlers, so it may hold anything.
    if (typeof title === 'string' && slug === undefined) event.data.slug = slugOf(title);
    await next();
  });
};

export default hooks;
