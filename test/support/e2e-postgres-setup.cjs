module.exports = async () => {
  await require('./e2e-setup.cjs')();
  await require('./postgres-setup.cjs')();
  await require('./template-databases.cjs').makePostgresTemplate();
};
