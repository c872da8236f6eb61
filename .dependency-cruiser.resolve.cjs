const { join } = require('node:path');

/** The subpath imports point at dist, which is not there before a build: the dependency rules are checked on the sources. */
module.exports = {
  resolve: {
    alias: {
      '#domain': join(__dirname, 'libs/domain/src'),
      '#sql': join(__dirname, 'libs/sql/src'),
      '#application': join(__dirname, 'libs/application/src'),
      '#server': join(__dirname, 'src'),
    },
  },
};
