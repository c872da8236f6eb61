/** The end-to-end suite runs what is built. */
module.exports = async () => {
  await import('../../scripts/build-if-needed.mjs');
  await require('./write-document.cjs')();
  await require('./template-databases.cjs').makeSqliteTemplate();
};
