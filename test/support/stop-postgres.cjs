/** Stops the PostgreSQL that postgres-setup.cjs started, if any; its files go with it. */
module.exports = async () => {
  await globalThis.snackbasePostgres?.stop();
};
