/** Removes what the global set-ups made: templates, and the PostgreSQL of the run with all its files, where there is one. */
module.exports = async () => {
  await require('./template-databases.cjs').removeTemplates();
  await globalThis.snackbasePostgres?.stop();
};
