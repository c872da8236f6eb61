/** The end-to-end suite runs what is built. */
module.exports = async () => {
  require('./run-folder.cjs').makeRunFolder();
  await import('../../scripts/build-if-needed.mjs');
  await require('./write-document.cjs')();
  await require('./template-databases.cjs').makeSqliteTemplate();
};
