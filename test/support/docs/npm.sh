# What blocks of the documentation call, for the shell that runs them. npm and the start of the server have tests of their own
# (test/e2e/once): here a command of npm is taken to what it would start, and `npm start` finds the server that runs already.
set -euo pipefail

# Beside what it does, says on standard error how each request was answered.
curl() { command curl -sS -w '%{stderr}@@ answer %{http_code}\n' "$@"; }

npm() {
  case "$1 ${2:-}" in
    'ci ') ;;
    'start ')
      for file in "${SNACKBASE_HOOKS_DIR:-/nowhere}"/*.ts; do [ ! -e "$file" ] || registers "$PWD/$file"; done
      command curl -sSf "$SERVER/ready"
      ;;
    'run snackbase') snackbase "${@:4}" ;;
    'install --save-dev') test -f "$CHECKOUT/${3#../snackbase/}/package.json" ;;
    *) echo "npm $* is not known to $0" >&2 && return 1 ;;
  esac
}

# Whether a hook file registers something. The server that runs has the same folder, and takes its files up in its own time.
registers() {
  node -e "import(process.argv[1]).then((hooks) => hooks.default({ on: (event) => console.log('registers', event) }))" "$1" |
    grep registers
}

snackbase() {
  [ "$1" != serve ] || set -- serve --help "${@:2}"
  node "$CHECKOUT/dist/apps/cli/main.js" "$@"
}
