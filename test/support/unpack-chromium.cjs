/**
 * Unpacks the Chromium that comes as a package into the folder for temporary files and prints where it is. In a process of its
 * own (browser.ts), because the package decides by the environment whether the libraries that it needs are unpacked too.
 */
const chromium = require('@sparticuz/chromium');

chromium.executablePath().then((path) => process.stdout.write(path));
