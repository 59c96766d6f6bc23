/** For `npx depcruise`: the rules themselves are in scripts/import-rules, where the tests find them too. */
const { CRUISE_OPTIONS, FORBIDDEN } = require("./scripts/import-rules/rules.ts");

const { doNotFollow, exclude, tsPreCompilationDeps } = CRUISE_OPTIONS;

module.exports = { forbidden: FORBIDDEN, options: { doNotFollow, exclude, tsPreCompilationDeps } };
