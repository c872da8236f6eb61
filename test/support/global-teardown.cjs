/** Stops the PostgreSQL that global-setup.cjs started, if any; its files go with it. */
module.exports = async () => {
  await globalThis.snackbasePostgres?.stop();
};
